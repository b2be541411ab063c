import type { Bucket, Decision } from "#lib/rate-limits.ts";
import { boundedMap } from "#lib/bounded-map.ts";
import type { Charged } from "./counting.ts";

interface Prepaid {
  /** What the object said when it was last asked. */
  decision: Decision;
  left: number;
  /** Up to a second before the window ends that the requests were charged to; milliseconds since the epoch. */
  until: number;
}

export interface PrepaidRequests {
  /** Spends one request of a single bucket that was charged before. @returns undefined when none is left */
  spend(principal: string, buckets: Bucket[], now: number): Decision[] | undefined;
  /** @returns what the object decided, with everything that is left here */
  keep(principal: string, charged: Charged, now: number): Decision;
}

/**
 * Requests that a principal's object has charged in advance, so that an isolate asks it once for several. They count from the
 * moment they are charged: what is not spent here before the window ends is lost, and nothing passes beyond the limit.
 */
export function createPrepaidRequests(capacity: number): PrepaidRequests {
  const entries = boundedMap<Prepaid>(capacity);
  const keyOf = (principal: string, bucket: Bucket) => `${bucket} ${principal}`;
  const shown = ({ decision, left, until }: Prepaid, now: number): Decision => ({
    ...decision,
    remaining: decision.remaining + left,
    resetSeconds: Math.ceil((until - now) / 1_000) + 1,
  });
  const running = (key: string, now: number): Prepaid | undefined => {
    const entry = entries.get(key);
    return entry && entry.until > now ? entry : undefined;
  };

  return {
    spend(principal, [bucket, ...others], now) {
      const entry = bucket && others.length === 0 ? running(keyOf(principal, bucket), now) : undefined;
      if (!entry || entry.left === 0) return undefined;
      entry.left -= 1;
      return [shown(entry, now)];
    },
    keep(principal, { ahead, ...decision }, now) {
      if (ahead === 0) return decision;
      const key = keyOf(principal, decision.bucket);
      const known = running(key, now);
      // Answers may overtake each other: the fewest are what was left last.
      const remaining = Math.min(decision.remaining, known?.decision.remaining ?? decision.remaining);
      const entry = {
        decision: { ...decision, remaining },
        left: ahead + (known?.left ?? 0),
        // The seconds were rounded up.
        until: known?.until ?? now + (decision.resetSeconds - 1) * 1_000,
      };
      entries.set(key, entry);
      return { ...decision, remaining: remaining + entry.left };
    },
  };
}
