import type { Bucket, Decision, Policy } from "#lib/rate-limits.ts";

/** Counts of one bucket. Times are milliseconds since the epoch. */
export interface BucketState {
  /** When the bucket is full again: what is known of it means nothing from then on. */
  until: number;
  /** Requests charged to the running window; a token bucket follows from `until` alone. */
  used: number;
}

export interface TakeRequest {
  bucket: Bucket;
  policy: Policy;
  /** How many further requests may be charged in advance: at most a tenth of what is left. */
  ahead?: number;
}

export interface Charged extends Decision {
  /** Further requests that were charged in advance: who asked may let so many pass without asking. */
  ahead: number;
}

/** So that whoever charges in advance and does not use it takes little from the others who ask for the same client. */
const MOST_AHEAD = 0.1;

/**
 * Charges one request to each of the buckets, or to none when one is exhausted.
 *
 * @returns a decision for each, and the new states of those that were charged
 */
export function take(
  states: ReadonlyMap<Bucket, BucketState>,
  requests: TakeRequest[],
  now: number,
): { decisions: Charged[]; charged: Map<Bucket, BucketState> } {
  const charged = new Map<Bucket, BucketState>();
  const outcomes = requests.map(({ bucket, policy, ahead: wanted = 0 }) => {
    const before = runningState(charged.get(bucket) ?? states.get(bucket), policy, now);
    const ahead = Math.min(wanted, Math.floor(MOST_AHEAD * remaining(before, policy, now)));
    const after = charge(before, policy, now, 1 + ahead);
    if (after) charged.set(bucket, after);
    return { bucket, policy, before, after, ahead };
  });
  const allAllowed = outcomes.every(({ after }) => after);
  return {
    decisions: outcomes.map(({ bucket, policy, before, after, ahead }) => ({
      bucket,
      ahead: allAllowed ? ahead : 0,
      allowed: after !== undefined,
      ...report(allAllowed && after ? after : before, policy, now),
      retryAfterSeconds: after ? 0 : toSeconds(waitMs(before, policy, now)),
    })),
    charged: allAllowed ? charged : new Map<Bucket, BucketState>(),
  };
}

/** No bucket lasts longer than its own policy says, even if the clock was set back or the policy made shorter. */
function runningState(state: BucketState | undefined, policy: Policy, now: number): BucketState {
  if (!state || state.until <= now) return { until: now, used: 0 };
  return { until: Math.min(state.until, now + spanMs(policy)), used: state.used };
}

/**
 * A token bucket is one moment, that at which it is full again (generic cell rate algorithm, ITU-T I.371): it holds
 * `burst - (until - now) / refillMs` tokens.
 */
function charge(state: BucketState, policy: Policy, now: number, requests: number): BucketState | undefined {
  if (remaining(state, policy, now) < requests) return undefined;
  if (policy.kind === "refill") return { until: state.until + requests * policy.refillMs, used: 0 };
  return { until: state.used === 0 ? now + policy.windowMs : state.until, used: state.used + requests };
}

function remaining(state: BucketState, policy: Policy, now: number): number {
  if (policy.kind === "window") return Math.max(0, policy.limit - state.used);
  return Math.floor((spanMs(policy) - (state.until - now)) / policy.refillMs);
}

/** How long an exhausted bucket stays so. */
function waitMs(state: BucketState, policy: Policy, now: number): number {
  const untilFull = state.until - now;
  return policy.kind === "window" ? untilFull : untilFull - (spanMs(policy) - policy.refillMs);
}

const report = (state: BucketState, policy: Policy, now: number) => ({
  limit: policy.kind === "window" ? policy.limit : policy.burst,
  windowSeconds: toSeconds(spanMs(policy)),
  remaining: remaining(state, policy, now),
  resetSeconds: toSeconds(state.until - now),
});

const spanMs = (policy: Policy) => (policy.kind === "window" ? policy.windowMs : policy.burst * policy.refillMs);

const toSeconds = (ms: number) => Math.ceil(ms / 1_000);
