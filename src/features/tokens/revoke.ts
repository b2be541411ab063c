import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/** Ends a token, from its next use on. @throws RegistryError session_required, token_not_found */
export async function revokeToken(ctx: Pick<Context, "db" | "actor">, tokenId: string): Promise<void> {
  const actor = requireSession(ctx);
  const row = await rowOf(
    ctx.db,
    sql`with changed as (
          update api_tokens set revoked_at = now()
          where id = ${tokenId} and user_id = ${actor.id} and revoked_at is null
          returning null::uuid as plugin_id, user_id, name
        ), audit as (${auditRows("changed", "token.revoke", actor.id, { token_id: tokenId })})
        select name from changed`,
  );
  if (!row) throw new RegistryError("token_not_found");
}
