import type { Bucket, Decision } from "#lib/rate-limits.ts";

interface Blocked {
  principal: string;
  decision: Decision;
  /** Milliseconds since the epoch, as are all times here. */
  freeAt: number;
  fullAt: number;
  /** Requests that were refused from here. */
  refused: number;
}

/** A block that is over, and how many requests it refused without asking anybody. */
export type EndedBlock = Pick<Blocked, "principal" | "refused"> & { bucket: Bucket };

interface BlockedMemory {
  /** Counts a request as refused if any of the buckets is known to be exhausted: those, with the seconds that are left now. */
  find(principal: string, buckets: Bucket[], now: number): Decision[];
  remember(principal: string, decision: Decision, now: number): void;
  /** What has ended since it was last asked; at most once a second it looks through all of them. */
  ended(now: number): readonly EndedBlock[];
}

const NONE: readonly EndedBlock[] = [];
const SWEEP_MS = 1_000;

const keyOf = (principal: string, bucket: Bucket) => `${bucket} ${principal}`;

/** Remembers who is blocked until when, for at most `capacity` buckets: the oldest is forgotten, and asked for again. */
export function createBlockedMemory(capacity: number): BlockedMemory {
  const entries = new Map<string, Blocked>();
  let over: EndedBlock[] = [];
  let sweepAt = Infinity;

  const findOne = (key: string, now: number): Decision | undefined => {
    const entry = entries.get(key);
    if (!entry || entry.freeAt <= now) return undefined;
    entry.refused += 1;
    const resetSeconds = Math.ceil((entry.fullAt - now) / 1_000);
    const retryAfterSeconds = Math.ceil((entry.freeAt - now) / 1_000);
    return { ...entry.decision, resetSeconds, retryAfterSeconds };
  };

  const forget = (key: string) => {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    const { principal, decision, refused } = entry;
    if (refused > 0) over.push({ principal, bucket: decision.bucket, refused });
  };

  return {
    find: (principal, buckets, now) => buckets.flatMap((bucket) => findOne(keyOf(principal, bucket), now) ?? []),
    remember(principal, decision, now) {
      const key = keyOf(principal, decision.bucket);
      forget(key);
      for (const oldest of entries.keys()) {
        if (entries.size < capacity) break;
        forget(oldest);
      }
      const freeAt = now + decision.retryAfterSeconds * 1_000;
      const fullAt = now + decision.resetSeconds * 1_000;
      entries.set(key, { principal, decision: { ...decision, remembered: true }, freeAt, fullAt, refused: 0 });
      sweepAt = Math.min(sweepAt, freeAt);
    },
    ended(now) {
      if (now < sweepAt) return NONE;
      let next = Infinity;
      for (const [key, { freeAt }] of entries) {
        if (freeAt <= now) forget(key);
        else next = Math.min(next, freeAt);
      }
      sweepAt = Math.max(next, now + SWEEP_MS);
      const found = over;
      over = [];
      return found;
    },
  };
}
