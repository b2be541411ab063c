import { beforeEach, describe, expect, test } from "vitest";
import type { EdgeCache, Kept } from "#lib/edge-cache.ts";
import { createEdgeCache } from "#platform/edge-cache.ts";
import { createStaleCache } from "#platform/stale-cache.ts";

let now: number;
let asked: number;
let held: Map<string, Response>;
beforeEach(() => {
  now = Date.parse("2026-11-25T12:00:00Z");
  asked = 0;
  held = new Map();
});

/** Keeps what it is given without regard to its age, which is the worst that a cache may do. */
const dataCentre = () => ({
  async match(key: unknown) {
    asked += 1;
    return held.get(String(key))?.clone();
  },
  async put(key: unknown, response: unknown) {
    held.set(String(key), response as Response);
  },
  delete: async (key: unknown) => held.delete(String(key)),
});

/** The memory of one isolate of the data centre. */
const isolate = (maxEntryBytes = 10_000): EdgeCache =>
  createEdgeCache({ dataCentre, maxBytes: 100_000, maxEntryBytes, clock: () => now });

const KEY = "https://registry.example/api/v1/plugins/auth-jwt";
const answer = (text: string): Kept => ({
  body: new TextEncoder().encode(text).buffer as ArrayBuffer,
  headers: { etag: '"1"', "content-type": "application/json" },
  keptAt: now,
});

test("an isolate asks its data centre once, and gets what another one kept, with these very headers", async () => {
  const kept = answer("hello");
  await isolate().put(KEY, kept, 60);
  const other = isolate();
  expect(await other.match(KEY)).toEqual(kept);
  expect(await other.match(KEY)).toEqual(kept);
  expect(asked).toBe(1);
  expect(await other.match(`${KEY}?page=1`)).toBeUndefined();
});

test("memory never makes an answer older: it expires everywhere at one moment", async () => {
  const [first, second] = [isolate(), isolate()];
  await first.put(KEY, answer("hello"), 60);
  now += 59_999;
  expect(await second.match(KEY)).toBeDefined();
  now += 1;
  expect([await first.match(KEY), await second.match(KEY)]).toEqual([undefined, undefined]);
});

test("what is too large for memory comes from the data centre", async () => {
  const cache = isolate(100);
  await cache.put(KEY, answer("x".repeat(200)), 60);
  for (let visit = 0; visit < 3; visit += 1) expect(await cache.match(KEY)).toBeDefined();
  expect(asked).toBe(3);
});

test("what is deleted is gone here and in the data centre", async () => {
  const cache = isolate();
  await cache.put(KEY, answer("hello"), 60);
  await cache.delete(KEY);
  expect([await cache.match(KEY), await isolate().match(KEY)]).toEqual([undefined, undefined]);
});

describe("a fact whose source may be away", () => {
  const MINUTE_MS = 60_000;
  const SQL_TIMEOUT_MS = 4_000;
  const facts = () =>
    createStaleCache({ cache: isolate(), seenWithinMs: MINUTE_MS, keptSeconds: 86_400, clock: () => now });

  test("is used unasked for so long that a change is seen within a minute, even right after a failure", async () => {
    const cache = facts();
    await cache.keep("fact", { is: 1 });
    const began = now;
    let lastFresh = 0;
    for (; now < began + 2 * MINUTE_MS; now += 500) {
      // The source fails at the last moment at which it is asked about anything while this fact is fresh of itself.
      if (now === began + 44_500) cache.sourceFailed();
      if ((await cache.find("fact"))?.isFresh) lastFresh = now - began;
    }
    expect(lastFresh).toBeGreaterThan(MINUTE_MS / 2);
    expect(lastFresh + SQL_TIMEOUT_MS).toBeLessThan(MINUTE_MS);
  });

  test("is used for a day when the source stays away, which is asked again every ten seconds", async () => {
    const cache = facts();
    await cache.keep("fact", { is: 1 });
    const began = now;
    let failures = 0;
    for (; now < began + 23 * 60 * MINUTE_MS; now += MINUTE_MS / 12) {
      const found = await cache.find("fact");
      expect(found?.value).toEqual({ is: 1 });
      if (found?.isFresh) continue;
      failures += 1;
      cache.sourceFailed();
    }
    expect(failures).toBeGreaterThan((23 * 60 * 60) / 10 - 10);
    now = began + 24 * 60 * MINUTE_MS;
    expect(await cache.find("fact")).toBeUndefined();
  });

  test("that turned out wrong is forgotten", async () => {
    const cache = facts();
    await cache.keep("fact", { is: 1 });
    await cache.forget("fact");
    expect(await cache.find("fact")).toBeUndefined();
  });
});
