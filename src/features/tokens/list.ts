import { sql } from "drizzle-orm/sql";
import type { TokenInfo } from "#contract/tokens.ts";
import { rowsOf } from "#db/rows.ts";
import { requireSession } from "../access.ts";
import type { Context } from "../context.ts";

/** The account's tokens that are not revoked, the newest first. @throws RegistryError session_required */
export async function listTokens(ctx: Pick<Context, "db" | "actor">): Promise<TokenInfo[]> {
  const actor = requireSession(ctx);
  const rows = await rowsOf<{ token: TokenInfo }>(
    ctx.db,
    sql`select jsonb_build_object(
          'id', id, 'token_prefix', token_prefix, 'name', name, 'scopes', to_jsonb(scopes), 'plugins', to_jsonb(plugins),
          'expires_at', expires_at, 'created_at', created_at, 'last_used_at', last_used_at
        ) as token
        from api_tokens where user_id = ${actor.id} and revoked_at is null order by created_at desc limit 1000`,
  );
  return rows.map(({ token }) => ({
    ...token,
    expires_at: new Date(token.expires_at).toISOString(),
    created_at: new Date(token.created_at).toISOString(),
    last_used_at: token.last_used_at && new Date(token.last_used_at).toISOString(),
  }));
}
