import type { EdgeCache, Kept } from "#lib/edge-cache.ts";

/** Facts from a source that may be away: used without asking while fresh, and for want of an answer when they are not. */
export interface StaleCache {
  find(key: string): Promise<Fact | undefined>;
  /** What this isolate's memory has, without asking the data centre. */
  held(key: string): Fact | undefined;
  /** Resolves when the data centre was told. */
  keep(key: string, value: unknown): Promise<void>;
  forget(key: string): Promise<void>;
  /** The source did not answer: for a while everything kept counts as fresh, and nobody waits for it again. */
  sourceFailed(): void;
}

interface Fact {
  value: unknown;
  isFresh: boolean;
}

interface StaleCacheOptions {
  cache: EdgeCache;
  /** What changed at the source is seen this much later, if it answers. */
  seenWithinMs: number;
  /** How long a fact is used for want of an answer. */
  keptSeconds: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

// Fresh, then spared by a failure of the source just then, then asked for within SQL's four seconds: 45 + 10 + 4 of 60.
const FRESH_SHARE = 3 / 4;
const PAUSE_SHARE = 1 / 6;

export function createStaleCache({ cache, seenWithinMs, keptSeconds, clock }: StaleCacheOptions): StaleCache {
  const url = (key: string) => `https://facts.invalid/${key}`;
  // Of this isolate alone, and not renewed by use: another one may reach the source.
  let pausedUntil = 0;
  const parsed = new WeakMap<Kept, unknown>();

  function factOf(kept: Kept): Fact {
    if (!parsed.has(kept)) parsed.set(kept, JSON.parse(new TextDecoder().decode(kept.body)));
    const now = clock();
    const isFresh = now < kept.keptAt + seenWithinMs * FRESH_SHARE || now < pausedUntil;
    return { value: parsed.get(kept), isFresh };
  }

  return {
    async find(key) {
      const kept = await cache.match(url(key));
      return kept && factOf(kept);
    },
    held(key) {
      const kept = cache.held(url(key));
      return kept && factOf(kept);
    },
    keep: (key, value) => {
      const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(value))).buffer;
      return cache.put(url(key), { body, headers: {}, keptAt: clock() }, keptSeconds);
    },
    forget: (key) => cache.delete(url(key)),
    sourceFailed() {
      pausedUntil = clock() + seenWithinMs * PAUSE_SHARE;
    },
  };
}
