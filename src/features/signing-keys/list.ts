import { sql } from "drizzle-orm/sql";
import type { SigningKey } from "#contract/signatures.ts";
import { rowsOf } from "#db/rows.ts";
import { requireSession } from "../access.ts";
import type { Context } from "../context.ts";

/** The account's keys, the newest first; revoked ones too, since versions may name them. @throws RegistryError session_required */
export async function listSigningKeys(ctx: Pick<Context, "db" | "actor">): Promise<SigningKey[]> {
  const actor = requireSession(ctx);
  const rows = await rowsOf<SigningKey>(
    ctx.db,
    sql`select key_id, public_key, name, created_at, revoked_at
        from signing_keys where user_id = ${actor.id} order by created_at desc limit 1000`,
  );
  return rows.map((key) => ({
    ...key,
    created_at: new Date(key.created_at).toISOString(),
    revoked_at: key.revoked_at && new Date(key.revoked_at).toISOString(),
  }));
}
