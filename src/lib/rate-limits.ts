/** The one table of limits, and the words in which a limit is decided. */

export type Bucket =
  | "api_ip"
  | "api_user"
  | "pages"
  | "suggest"
  | "download"
  | "login"
  | "register"
  | "publish_new"
  | "publish_update"
  | "complete_upload"
  | "yank"
  | "review"
  | "vote";

/** At most `limit` in a window, which opens with its first request. */
interface WindowPolicy {
  kind: "window";
  limit: number;
  windowMs: number;
}

/** At most `burst` at once; one comes back each `refillMs`. */
interface RefillPolicy {
  kind: "refill";
  burst: number;
  refillMs: number;
}

export type Policy = WindowPolicy | RefillPolicy;

export interface Decision {
  bucket: Bucket;
  /** Whether this bucket has room. A request that names several is charged to none of them unless all have. */
  allowed: boolean;
  /** Requests that a full bucket holds. */
  limit: number;
  /** Seconds in which an empty bucket becomes full. */
  windowSeconds: number;
  /** Requests left now. */
  remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  resetSeconds: number;
  /** Seconds until one more request passes, rounded up, at least 1; 0 when allowed. */
  retryAfterSeconds: number;
  /** Refused because an earlier request was: nobody was asked. */
  remembered?: true;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const perWindow = (limit: number, windowMs: number): Policy => ({ kind: "window", limit, windowMs });
const burstThenOnePer = (burst: number, refillMs: number): Policy => ({ kind: "refill", burst, refillMs });

interface RateLimitOptions {
  /** Requests a minute of an anonymous client address. */
  perMinute: number;
  /** Requests a minute of a signed-in user. */
  perUser: number;
  /** Scales every limit and every refill rate, for tests and load runs; no limit falls below 1. */
  multiplier: number;
}

/** @returns the policy of each bucket */
export function rateLimitPolicies({ perMinute, perUser, multiplier }: RateLimitOptions): Record<Bucket, Policy> {
  const policies: Record<Bucket, Policy> = {
    api_ip: perWindow(perMinute, MINUTE),
    api_user: perWindow(perUser, MINUTE),
    pages: perWindow(120, MINUTE),
    suggest: perWindow(120, MINUTE),
    download: perWindow(600, MINUTE),
    login: perWindow(10, 5 * MINUTE),
    register: perWindow(5, HOUR),
    publish_new: burstThenOnePer(5, 10 * MINUTE),
    publish_update: burstThenOnePer(30, MINUTE),
    complete_upload: burstThenOnePer(30, MINUTE),
    yank: burstThenOnePer(100, MINUTE),
    review: perWindow(10, HOUR),
    vote: perWindow(60, HOUR),
  };
  for (const policy of Object.values(policies)) scale(policy, multiplier);
  return policies;
}

function scale(policy: Policy, multiplier: number): void {
  const scaled = (count: number) => Math.max(1, Math.round(count * multiplier));
  if (policy.kind === "window") {
    policy.limit = scaled(policy.limit);
  } else {
    policy.burst = scaled(policy.burst);
    policy.refillMs = Math.max(1, Math.round(policy.refillMs / multiplier));
  }
}
