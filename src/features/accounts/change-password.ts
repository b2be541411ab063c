import { sql } from "drizzle-orm/sql";
import type { PasswordRequest, SessionResponse } from "#contract/accounts.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { hashPassword, verifyPassword } from "#platform/passwords.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";
import { openSession } from "./session.ts";

/**
 * Changes the password, which revokes every session; answers with a new one.
 * @throws RegistryError invalid_credentials when the current password is wrong
 */
export async function changePassword(
  ctx: Pick<Context, "db" | "clock" | "deadline" | "jwtSecret" | "actor">,
  input: PasswordRequest,
): Promise<SessionResponse> {
  const actor = requireSession(ctx);
  const user = await rowOf<{ passwordHash: string }>(
    ctx.db,
    sql`select password_hash as "passwordHash" from users where id = ${actor.id}`,
  );
  if (!user || !(await verifyPassword(input.current_password, user.passwordHash, ctx.deadline))) {
    throw new RegistryError("invalid_credentials", { message: "The current password is wrong; nothing was changed" });
  }
  const newHash = await hashPassword(input.new_password, ctx.deadline);
  // The old hash is the guard: of two changes at once, the second knew a password that no longer is.
  const changed = await rowOf<{ session_version: number }>(
    ctx.db,
    sql`with changed as (
          update users set password_hash = ${newHash}, session_version = session_version + 1
          where id = ${actor.id} and password_hash = ${user.passwordHash}
          returning session_version, id as user_id, null::uuid as plugin_id
        ), audit as (${auditRows("changed", "account.change_password", actor.id)})
        select session_version from changed`,
  );
  if (!changed) throw new RegistryError("invalid_credentials", { message: "The password was changed meanwhile" });
  return openSession(ctx, { ...actor, sessionVersion: changed.session_version });
}
