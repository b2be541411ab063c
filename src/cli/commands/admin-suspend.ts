import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { suspend as suspendRoute, unsuspend as unsuspendRoute, users } from "../routes/admin.ts";
import { done } from "../terminal/report.ts";

export async function suspend({ client }: Context, who: string) {
  return done(await client.send(suspendRoute, { params: { id: await idOf(client, who) } }));
}

export async function unsuspend({ client }: Context, who: string) {
  return done(await client.send(unsuspendRoute, { params: { id: await idOf(client, who) } }));
}

/** The account of exactly that username or e-mail address; the registry looks for what begins so. */
async function idOf(client: Context["client"], who: string): Promise<string> {
  const wanted = who.toLowerCase();
  const { users: found } = await client.send(users, { query: { q: who, per_page: 100 } });
  const account = found.find(({ username, email }) => [username.toLowerCase(), email].includes(wanted));
  if (account !== undefined) return account.id;
  throw new Failure(`There is no account '${who}'`, { exitCode: EXIT.notFound });
}
