import jwt from "@tsndr/cloudflare-worker-jwt";

export const SESSION_SECONDS = 30 * 24 * 60 * 60;
/** So much may the clocks of two data centres differ: what is signed in one is shown to another at once. */
const CLOCK_SKEW_SECONDS = 60;

export interface SessionClaims {
  userId: string;
  /** `users.session_version` when the token was made; a token of an older one is revoked. */
  sessionVersion: number;
  /** Unix time in seconds. */
  expiresAt: number;
}

/** Three parts of base64url; the library would read the first three of any number. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** What the column `users.session_version` holds at most. */
const LAST_VERSION = 2 ** 31 - 1;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Signs a session token (JWT, HS256) that is valid for 30 days. */
export async function signSession(
  secret: string,
  claims: { userId: string; sessionVersion: number },
  now: Date,
): Promise<{ token: string; expiresAt: number }> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expiresAt = issuedAt + SESSION_SECONDS;
  const payload = { sub: claims.userId, ver: claims.sessionVersion, iat: issuedAt, exp: expiresAt };
  return { token: await jwt.sign(payload, secret, "HS256"), expiresAt };
}

/**
 * Checks signature, algorithm and lifetime. The library throws on malformed tokens and accepts a missing or odd
 * `exp`, hence the catch and the checks of our own.
 * @returns undefined for anything but a token that we signed and that has not expired
 */
export async function verifySession(secret: string, token: string, now: Date): Promise<SessionClaims | undefined> {
  const payload = await verifiedPayload(secret, token);
  if (!payload) return undefined;
  const { sub, ver, iat, exp } = payload;
  const seconds = now.getTime() / 1000;
  if (typeof sub !== "string" || !UUID.test(sub) || !isSessionVersion(ver)) return undefined;
  if (typeof exp !== "number" || typeof iat !== "number") return undefined;
  if (exp <= seconds || exp - iat > SESSION_SECONDS || iat > seconds + CLOCK_SKEW_SECONDS) return undefined;
  return { userId: sub, sessionVersion: ver, expiresAt: exp };
}

const isSessionVersion = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LAST_VERSION;

async function verifiedPayload(secret: string, token: string): Promise<Record<string, unknown> | undefined> {
  if (token.length > 2_048 || !JWT.test(token)) return undefined;
  try {
    // The library looks at a clock of its own; the lifetime is checked above, by the caller's.
    const options = { algorithm: "HS256", clockTolerance: Number.POSITIVE_INFINITY } as const;
    const verified = await jwt.verify<Record<string, unknown>>(token, secret, options);
    return verified?.header.alg === "HS256" ? verified.payload : undefined;
  } catch {
    return undefined;
  }
}
