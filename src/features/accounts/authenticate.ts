import { and, eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { RegistryError } from "#lib/errors.ts";
import { type SessionClaims, verifySession } from "#platform/session-tokens.ts";
import type { Actor, Context } from "../context.ts";

/**
 * Reads an Authorization header without I/O, so that limits can be charged to the account before any work.
 * @returns null without a header @throws RegistryError invalid_token
 */
export async function readCredentials(
  ctx: Pick<Context, "clock" | "jwtSecret">,
  authorization: string | undefined,
): Promise<SessionClaims | null> {
  if (authorization === undefined) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const claims = token && (await verifySession(ctx.jwtSecret, token, ctx.clock()));
  if (!claims) throw new RegistryError("invalid_token");
  return claims;
}

/**
 * The account behind a session, as it is now.
 * @throws RegistryError invalid_token when the session was revoked; account_suspended
 */
export async function findActor(ctx: Pick<Context, "db">, claims: SessionClaims): Promise<Actor> {
  const { id, username, email, isAdmin, isOfficial, createdAt, suspendedAt } = users;
  const [user] = await ctx.db
    .select({ id, username, email, isAdmin, isOfficial, createdAt, suspendedAt })
    .from(users)
    .where(and(eq(users.id, claims.userId), eq(users.sessionVersion, claims.sessionVersion)));
  if (!user) throw new RegistryError("invalid_token");
  const { suspendedAt: suspended, ...actor } = user;
  if (suspended) throw new RegistryError("account_suspended");
  return { ...actor, createdAt: new Date(actor.createdAt).toISOString() };
}
