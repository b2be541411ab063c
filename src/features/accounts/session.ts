import type { SessionResponse } from "#contract/accounts.ts";
import { signSession } from "#platform/session-tokens.ts";
import type { Context } from "../context.ts";

/** A fresh session token for an account, in the shape of the wire. */
export async function openSession(
  ctx: Pick<Context, "clock" | "jwtSecret">,
  user: { id: string; username: string; sessionVersion: number },
): Promise<SessionResponse> {
  const claims = { userId: user.id, sessionVersion: user.sessionVersion };
  const { token, expiresAt } = await signSession(ctx.jwtSecret, claims, ctx.clock());
  return {
    token,
    access_token: token,
    token_type: "Bearer",
    expires_at: new Date(expiresAt * 1000).toISOString(),
    user_id: user.id,
    username: user.username,
  };
}
