import type { Bucket, Decision } from "./rate-limits.ts";

/** Names on the wire. A client meets one general limit, whether it is counted by address or by user. */
const POLICY_NAMES: Record<Bucket, string> = {
  api_ip: "api",
  api_user: "api",
  pages: "pages",
  suggest: "suggest",
  download: "download",
  login: "login",
  register: "register",
  publish_new: "publish-new",
  publish_update: "publish-update",
  complete_upload: "complete-upload",
  yank: "yank",
  review: "review",
  vote: "vote",
};

/**
 * Renders decisions as `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10: `q` requests
 * per `w` seconds; `r` left, whole again in `t` seconds) and, when one is not allowed, `Retry-After` in seconds.
 * Of several decisions with one name on the wire (login by address and by account) the tightest speaks.
 */
export function rateLimitHeaders(decisions: Decision[]): Record<string, string> {
  const tightest = new Map<string, Decision>();
  for (const decision of decisions) {
    const name = POLICY_NAMES[decision.bucket];
    const known = tightest.get(name);
    if (!known || isTighter(decision, known)) tightest.set(name, decision);
  }
  if (tightest.size === 0) return {};

  const named = [...tightest];
  const headers: Record<string, string> = {
    "RateLimit-Policy": named
      .map(([name, { limit, windowSeconds }]) => `"${name}";q=${limit};w=${windowSeconds}`)
      .join(", "),
    RateLimit: named
      .map(([name, { remaining, resetSeconds }]) => `"${name}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
  };
  const waits = decisions.filter(({ allowed }) => !allowed).map(({ retryAfterSeconds }) => retryAfterSeconds);
  if (waits.length > 0) headers["Retry-After"] = String(Math.max(...waits));
  return headers;
}

function isTighter(one: Decision, other: Decision): boolean {
  if (one.allowed !== other.allowed) return !one.allowed;
  if (one.remaining !== other.remaining) return one.remaining < other.remaining;
  return one.resetSeconds > other.resetSeconds;
}
