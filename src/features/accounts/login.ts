import { eq } from "drizzle-orm";
import type { LoginRequest, SessionResponse } from "#contract/accounts.ts";
import { users } from "#db/schema/index.ts";
import { RegistryError } from "#lib/errors.ts";
import { verifyPassword } from "#platform/passwords.ts";
import type { Context } from "../context.ts";
import { openSession } from "./session.ts";

/**
 * Signs in by e-mail and password, at most so often for one e-mail, wherever the attempts come from. An unknown e-mail and a wrong password answer alike, after the same work.
 * @throws RegistryError invalid_credentials; account_suspended, only to who knows the password
 */
export async function logIn(
  ctx: Pick<Context, "db" | "clock" | "deadline" | "jwtSecret" | "takeLimit">,
  input: LoginRequest,
): Promise<SessionResponse> {
  await ctx.takeLimit("login", input.email);
  const { id, username, passwordHash, sessionVersion, suspendedAt } = users;
  const [user] = await ctx.db
    .select({ id, username, passwordHash, sessionVersion, suspendedAt })
    .from(users)
    .where(eq(users.email, input.email));
  const matches = await verifyPassword(input.password, user?.passwordHash, ctx.deadline);
  if (!user || !matches) throw new RegistryError("invalid_credentials");
  if (user.suspendedAt) throw new RegistryError("account_suspended");
  return openSession(ctx, user);
}
