import { sql } from "drizzle-orm/sql";
import type { EmailRequest } from "#contract/accounts.ts";
import { violatedConstraint } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { verifyPassword } from "#platform/passwords.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/**
 * Changes the address that one signs in with. It needs the password: a session left open somewhere must not be enough.
 * @throws RegistryError invalid_credentials when the password is wrong; email_taken
 */
export async function changeEmail(ctx: Pick<Context, "db" | "deadline" | "actor">, input: EmailRequest): Promise<void> {
  const actor = requireSession(ctx);
  const user = await rowOf<{ passwordHash: string }>(
    ctx.db,
    sql`select password_hash as "passwordHash" from users where id = ${actor.id}`,
  );
  if (!user || !(await verifyPassword(input.current_password, user.passwordHash, ctx.deadline))) {
    throw new RegistryError("invalid_credentials", { message: "The current password is wrong; nothing was changed" });
  }
  try {
    const row = await rowOf<{ found: boolean }>(
      ctx.db,
      sql`with target as (
            select id from users where id = ${actor.id} and password_hash = ${user.passwordHash}
          ), changed as (
            update users set email = ${input.email} from target where users.id = target.id and email <> ${input.email}
            returning users.id as user_id, null::uuid as plugin_id
          ), audit as (${auditRows("changed", "account.change_email", actor.id)})
          select exists (select from target) as found`,
    );
    if (!row?.found) throw new RegistryError("invalid_credentials", { message: "The password was changed meanwhile" });
  } catch (error) {
    throw violatedConstraint(error) === "users_email_unique" ? new RegistryError("email_taken") : error;
  }
}
