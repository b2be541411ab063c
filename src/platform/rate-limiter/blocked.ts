import type { Bucket, Decision } from "#lib/rate-limits.ts";

interface Blocked {
  decision: Decision;
  /** Milliseconds since the epoch, as are all times here. */
  freeAt: number;
  fullAt: number;
}

interface BlockedMemory {
  /** The buckets that are known to be exhausted, with the seconds that are left now. */
  find(principal: string, buckets: Bucket[], now: number): Decision[];
  remember(principal: string, decision: Decision, now: number): void;
}

const keyOf = (principal: string, bucket: Bucket) => `${bucket} ${principal}`;

/** Remembers who is blocked until when, for at most `capacity` buckets: the oldest is forgotten, and asked for again. */
export function createBlockedMemory(capacity: number): BlockedMemory {
  const entries = new Map<string, Blocked>();

  const findOne = (key: string, now: number): Decision | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (entry.freeAt <= now) {
      entries.delete(key);
      return undefined;
    }
    const resetSeconds = Math.ceil((entry.fullAt - now) / 1_000);
    const retryAfterSeconds = Math.ceil((entry.freeAt - now) / 1_000);
    return { ...entry.decision, resetSeconds, retryAfterSeconds };
  };

  return {
    find: (principal, buckets, now) => buckets.flatMap((bucket) => findOne(keyOf(principal, bucket), now) ?? []),
    remember(principal, decision, now) {
      const key = keyOf(principal, decision.bucket);
      entries.delete(key);
      for (const oldest of entries.keys()) {
        if (entries.size < capacity) break;
        entries.delete(oldest);
      }
      entries.set(key, {
        decision,
        freeAt: now + decision.retryAfterSeconds * 1_000,
        fullAt: now + decision.resetSeconds * 1_000,
      });
    },
  };
}
