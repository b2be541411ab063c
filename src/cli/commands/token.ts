import { type TokenCreated, type TokenList, TokenRequest } from "#contract/tokens.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { createToken as createRoute, revokeToken as revokeRoute, tokens } from "../routes/tokens.ts";
import { day } from "../terminal/format.ts";
import { done, report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

interface CreateOptions {
  scope: string[];
  plugin?: string[];
  expiresInDays?: number;
}

export async function createToken({ client, terminal }: Context, name: string, options: CreateOptions) {
  const { scope: scopes, plugin: plugins, expiresInDays: expires_in_days } = options;
  const created = await client.send(createRoute, {
    json: checked(TokenRequest, { name, scopes, plugins, expires_in_days }),
  });
  terminal.note(
    `Good for ${created.scopes.join(", ")} until ${day(created.expires_at)}; this is the only time it is shown`,
    "done",
  );
  // Alone on stdout, so that it can go straight into a file or a secret store.
  return report(created, ({ token }: TokenCreated) => token);
}

export async function listTokens({ client }: Context) {
  return report(await client.send(tokens), show);
}

/** By id, or by the beginning that a list shows. */
export async function revokeToken({ client }: Context, which: string) {
  const { tokens: all } = await client.send(tokens);
  const found = all.filter(({ id, token_prefix }) => id === which || token_prefix === which);
  const [token] = found;
  if (token === undefined || found.length > 1) {
    const message = token === undefined ? `You have no token '${which}'` : `More than one token begins with '${which}'`;
    const exitCode = token === undefined ? EXIT.notFound : EXIT.usage;
    throw new Failure(message, { exitCode, hint: "see their ids: mockforge-registry token list" });
  }
  return done(await client.send(revokeRoute, { params: { id: token.id } }));
}

function show(list: TokenList, style: Style): string {
  if (list.tokens.length === 0) return style.dim("No tokens.");
  return table(
    list.tokens,
    [
      { head: "TOKEN", cell: ({ token_prefix }) => style.bold(token_prefix) },
      { head: "NAME", cell: ({ name }) => name },
      { head: "EXPIRES", cell: ({ expires_at }) => day(expires_at) },
      { head: "LAST USED", cell: ({ last_used_at }) => (last_used_at === null ? "never" : day(last_used_at)) },
      { head: "PLUGINS", cell: ({ plugins }) => plugins?.join(", ") ?? "all" },
      { head: "SCOPES", cell: ({ scopes }) => scopes.join(", ") },
      { head: "ID", cell: ({ id }) => id },
    ],
    style,
  );
}
