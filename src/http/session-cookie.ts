import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { HttpEnv } from "./env.ts";

type C = Context<HttpEnv>;

const NAME = "session";
/** `__Host-`: no other host of the domain can set it, and it never travels unencrypted (but to localhost). */
const OPTIONS = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;

export const readSession = (c: C): string | undefined => getCookie(c, NAME, "host") || undefined;

export const keepSession = (c: C, session: { token: string; expires_at: string }): void =>
  setCookie(c, NAME, session.token, { ...OPTIONS, expires: new Date(session.expires_at) });

export const endSession = (c: C): void => void deleteCookie(c, NAME, OPTIONS);

/**
 * What proves who asks. The API takes a header and never a cookie, so that no other site can act through somebody's
 * browser; pages take the cookie and nothing else.
 */
export function authorizationOf(c: C): string | undefined {
  if (c.get("surface") === "api") return c.req.header("authorization");
  const session = readSession(c);
  return session && `Bearer ${session}`;
}
