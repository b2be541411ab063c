import { sql } from "drizzle-orm/sql";
import type { TokenCreated, TokenRequest } from "#contract/tokens.ts";
import { rowOf } from "#db/rows.ts";
import { generateApiToken, SHOWN_LENGTH } from "#lib/api-token.ts";
import { sha256Hex } from "#lib/digest.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an API token; its secret is in this answer and nowhere else. @throws RegistryError session_required */
export async function createToken(
  ctx: Pick<Context, "db" | "actor" | "clock">,
  input: TokenRequest,
): Promise<TokenCreated> {
  const actor = requireSession(ctx);
  const token = generateApiToken();
  const token_prefix = token.slice(0, SHOWN_LENGTH);
  const expires_at = new Date(ctx.clock().getTime() + input.expires_in_days * DAY_MS).toISOString();
  const row = await rowOf<{ id: string }>(
    ctx.db,
    sql`with created as (
          insert into api_tokens (user_id, name, token_hash, token_prefix, scopes, plugins, expires_at)
          values (${actor.id}, ${input.name}, ${await sha256Hex(token)}, ${token_prefix},
                  ${sql.param(input.scopes)}::text[], ${sql.param(input.plugins ?? null)}::text[], ${expires_at})
          returning id, null::uuid as plugin_id, user_id
        ), audit as (${auditRows("created", "token.create", actor.id, { name: input.name, scopes: input.scopes })})
        select id from created`,
  );
  if (!row) throw new Error("an insert without a conflict returned no row");
  const { name, scopes, plugins = null } = input;
  return { id: row.id, token, token_prefix, name, scopes, plugins, expires_at };
}
