import type { Context } from "../context.ts";
import type { AccountDocument } from "../documents/account.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { me } from "../routes/accounts.ts";
import { report } from "../terminal/report.ts";

export async function whoami({ client, settings }: Context) {
  const { url, token } = settings;
  if (token.value === null || token.source === "default") {
    throw new Failure(`Nobody is signed in to ${url.value}`, {
      exitCode: EXIT.notAllowed,
      hint: "sign in with: mockforge-registry login",
    });
  }
  const document: AccountDocument = { ...(await client.send(me)), registry: url.value, token_source: token.source };
  return report(document, showAccount);
}

const showAccount = ({ username, is_admin, registry }: AccountDocument): string =>
  `${username}${is_admin ? " (administrator)" : ""} at ${registry}`;
