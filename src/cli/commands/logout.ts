import type { Context } from "../context.ts";
import type { LogoutDocument } from "../documents/account.ts";
import { logOutEverywhere } from "../routes/accounts.ts";
import { changeSettingsFile, readSettingsFile } from "../settings/file.ts";
import { report } from "../terminal/report.ts";

export async function logout(
  { client, settings, terminal }: Context,
  { everywhere = false }: { everywhere?: boolean },
) {
  if (everywhere) await client.send(logOutEverywhere);
  const forgotten = (await readSettingsFile()).token !== undefined;
  if (forgotten) await changeSettingsFile({ token: undefined });
  if (settings.token.source === "environment") {
    terminal.note("MOCKFORGE_REGISTRY_TOKEN is still set, and still used", "warning");
  }
  return report({ registry: settings.url.value, forgotten, everywhere } satisfies LogoutDocument, show);
}

function show({ registry, forgotten, everywhere }: LogoutDocument): string {
  if (everywhere) return `Signed out of ${registry}, everywhere`;
  return forgotten ? `Signed out of ${registry}` : "No token was stored";
}
