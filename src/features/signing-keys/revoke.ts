import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/**
 * Ends a key for good: nothing more is published with it, and what it has signed shows that it is revoked.
 * @throws RegistryError session_required, signing_key_not_found
 */
export async function revokeSigningKey(ctx: Pick<Context, "db" | "actor">, keyId: string): Promise<void> {
  const actor = requireSession(ctx);
  const row = await rowOf(
    ctx.db,
    sql`with changed as (
          update signing_keys set revoked_at = now()
          where key_id = ${keyId} and user_id = ${actor.id} and revoked_at is null
          returning null::uuid as plugin_id, user_id, key_id
        ), audit as (${auditRows("changed", "signing_key.revoke", actor.id, { key_id: keyId })})
        select key_id from changed`,
  );
  if (!row) throw new RegistryError("signing_key_not_found");
}
