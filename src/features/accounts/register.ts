import { sql } from "drizzle-orm/sql";
import type { RegisterRequest, SessionResponse } from "#contract/accounts.ts";
import { violatedConstraint } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { hashPassword } from "#platform/passwords.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";
import { openSession } from "./session.ts";

const TAKEN: Record<string, () => RegistryError> = {
  users_username_unique: () => new RegistryError("username_taken"),
  users_email_unique: () => new RegistryError("email_taken"),
};

/**
 * Creates an account and signs it in.
 * @throws RegistryError username_taken, email_taken
 */
export async function registerAccount(
  ctx: Pick<Context, "db" | "clock" | "deadline" | "jwtSecret">,
  input: RegisterRequest,
): Promise<SessionResponse> {
  const passwordHash = await hashPassword(input.password, ctx.deadline);
  try {
    const user = await rowOf<{ id: string }>(
      ctx.db,
      sql`with created as (
            insert into users (username, email, password_hash)
            values (${input.username}, ${input.email}, ${passwordHash})
            returning id, id as user_id, null::uuid as plugin_id
          ), audit as (${auditRows("created", "account.register", sql`user_id`)})
          select id from created`,
    );
    if (!user) throw new Error("an insert without a conflict returned no row");
    return await openSession(ctx, { id: user.id, username: input.username, sessionVersion: 0 });
  } catch (error) {
    throw TAKEN[violatedConstraint(error) ?? ""]?.() ?? error;
  }
}
