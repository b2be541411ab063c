import { homedir } from "node:os";
import { join } from "node:path";

/** `$XDG_CONFIG_HOME/mockforge/registry.toml`: the file that MockForge's own client reads. */
export function settingsPath(): string {
  const { XDG_CONFIG_HOME } = process.env;
  return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "mockforge", "registry.toml");
}
