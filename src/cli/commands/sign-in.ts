import type { Context } from "../context.ts";
import type { AccountDocument } from "../documents/account.ts";
import { me } from "../routes/accounts.ts";
import { changeSettingsFile } from "../settings/file.ts";
import { report } from "../terminal/report.ts";

/** Sees whose token it is, and remembers it together with the registry that it is for. */
export async function signIn({ client, settings, terminal }: Context, token: string) {
  const account = await client.as(token).send(me);
  warnIfOpen(client.registry, terminal);
  await changeSettingsFile({ url: settings.url.value, token });
  const document: AccountDocument = { ...account, registry: settings.url.value, token_source: "file" };
  return report(
    document,
    ({ registry, username }, style) => `${style.green("✓")} Signed in to ${registry} as ${username}`,
  );
}

const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function warnIfOpen({ protocol, hostname }: URL, terminal: Context["terminal"]): void {
  if (protocol === "https:" || LOCAL.test(hostname)) return;
  terminal.note("The connection is not encrypted: anybody on the way can read the token", "warning");
}
