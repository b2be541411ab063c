import { sql } from "drizzle-orm/sql";
import type { SigningKey, SigningKeyRequest } from "#contract/signatures.ts";
import { rowOf } from "#db/rows.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/** In use at a time. Requests at once may each add one more: it keeps heaps away, and nothing rests on the number. */
const MOST_KEYS = 20;

/**
 * Registers a public key. Each is one account's for ever, also when it is revoked: whoever got hold of a key that its
 * owner gave up must not bring it back.
 * @throws RegistryError session_required, signing_key_exists, too_many_signing_keys
 */
export async function addSigningKey(
  ctx: Pick<Context, "db" | "actor">,
  { name, public_key }: SigningKeyRequest,
): Promise<SigningKey> {
  const actor = requireSession(ctx);
  const key_id = await sha256Hex(Uint8Array.fromBase64(public_key));
  const row = await rowOf<{ created_at: string | null; has_room: boolean }>(
    ctx.db,
    sql`with room as (
          select count(*) < ${MOST_KEYS} as has_room from signing_keys where user_id = ${actor.id} and revoked_at is null
        ), added as (
          insert into signing_keys (key_id, user_id, name, public_key)
          select ${key_id}, ${actor.id}::uuid, ${name}, ${public_key} from room where has_room
          on conflict do nothing returning created_at, null::uuid as plugin_id, user_id
        ), audit as (${auditRows("added", "signing_key.add", actor.id, { key_id, name })})
        select has_room, (select created_at from added) from room`,
  );
  if (!row?.has_room) throw new RegistryError("too_many_signing_keys");
  if (row.created_at === null) throw new RegistryError("signing_key_exists");
  return { key_id, public_key, name, created_at: new Date(row.created_at).toISOString(), revoked_at: null };
}
