import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where MockForge looks for plugins: it loads every folder in it that holds a plugin.yaml. */
export interface PluginDirectory {
  root: string;
  lockPath: string;
  /** What is under way. It holds no plugin.yaml, so MockForge passes it by; same file system, so that renames work. */
  workPath: string;
}

/** What `mockforge-registry` works in unless told otherwise; MockForge's default. */
export const DEFAULT_DIRECTORY = "~/.mockforge/plugins";

export function pluginDirectory(path: string | undefined): PluginDirectory {
  const root = path === undefined ? join(homedir(), ".mockforge", "plugins") : resolve(path);
  return { root, lockPath: join(root, "mockforge-plugins.lock"), workPath: join(root, ".mockforge-registry") };
}

/** @param name a checked plugin name, which names no other folder than this */
export const folderOf = ({ root }: Pick<PluginDirectory, "root">, name: string): string => join(root, name);

export const MANIFEST = "plugin.yaml";
export const moduleFile = (name: string): string => `${name}.wasm`;
