import { sql } from "drizzle-orm/sql";
import type { LoginRequest, SessionResponse } from "#contract/accounts.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { verifyPassword } from "#platform/passwords.ts";
import type { Context } from "../context.ts";
import { openSession } from "./session.ts";

interface AccountRow {
  id: string;
  username: string;
  passwordHash: string;
  sessionVersion: number;
  suspended: boolean;
}

/**
 * Signs in by e-mail and password, at most so often for one e-mail, wherever the attempts come from. An unknown e-mail and a wrong password answer alike, after the same work.
 * @throws RegistryError invalid_credentials; account_suspended, only to who knows the password
 */
export async function logIn(
  ctx: Pick<Context, "db" | "clock" | "deadline" | "jwtSecret" | "takeLimit">,
  input: LoginRequest,
): Promise<SessionResponse> {
  await ctx.takeLimit("login", input.email);
  const user = await rowOf<AccountRow>(
    ctx.db,
    sql`select id, username, password_hash as "passwordHash", session_version as "sessionVersion",
          suspended_at is not null as suspended
        from users where email = ${input.email}`,
  );
  const matches = await verifyPassword(input.password, user?.passwordHash, ctx.deadline);
  if (!user || !matches) throw new RegistryError("invalid_credentials");
  if (user.suspended) throw new RegistryError("account_suspended");
  return openSession(ctx, user);
}
