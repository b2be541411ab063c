import { Client } from "./client/client.ts";
import { type Flags, readSettings, type Settings } from "./settings/settings.ts";
import { registryUrl } from "./settings/registry-url.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { VERSION } from "./version.ts";

/** What a command works with. */
export interface Context {
  settings: Settings;
  client: Client;
  terminal: Terminal;
}

export async function openContext(flags: Flags, terminal: Terminal): Promise<Context> {
  const settings = await readSettings(flags);
  const client = new Client({
    registry: registryUrl(settings.url.value),
    token: settings.token.value,
    timeoutMs: settings.timeout.value * 1000,
    version: VERSION,
    onWait: terminal.waits,
  });
  return { settings, client, terminal };
}
