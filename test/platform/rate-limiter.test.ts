import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestHarness } from "wrangler";
import { type Bucket, type Decision, type Policy, rateLimitPolicies } from "#lib/rate-limits.ts";
import type { Observation } from "./fixtures/limiter-worker.ts";

const harness = createTestHarness({
  root: `${import.meta.dirname}/fixtures`,
  workers: [{ configPath: "limiter.wrangler.toml" }],
});
let url: URL;
beforeAll(async () => void ({ url } = await harness.listen()));
afterAll(() => harness.close());

const LIMIT = 60;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.now();
const policies = rateLimitPolicies({ perMinute: LIMIT, perUser: 300, multiplier: 1 });

async function send<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(new URL(path, url), { method: "POST", body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

let principals = 0;

/** Somebody nobody has seen before, at the start of an hour of their own. */
function principal() {
  const name = `ip:test-${(principals += 1)}`;
  const requestsFor = (buckets: Bucket[]) => buckets.map((bucket) => ({ bucket, policy: policies[bucket] }));
  const allAllowed = (decisions: Decision[]) => decisions.every(({ allowed }) => allowed);
  return {
    takes: (buckets: Bucket[], now = START) =>
      send<Decision[]>("/take", { principal: name, now, requests: requestsFor(buckets) }),
    /** @returns how many of so many concurrent requests pass */
    async floods(times: number, bucket: Bucket, now = START) {
      const body = { principal: name, now, times, requests: requestsFor([bucket]) };
      return (await send<Decision[][]>("/take-many", body)).filter(allAllowed).length;
    },
    throughIsolate: (buckets: Bucket[], now = START, ahead = 0) =>
      send<Decision[]>("/client", { principal: name, now, buckets, ahead }),
    cleansUp: (now: number) => send("/clean-up", { principal: name, now }),
    observe: () => send<Observation>("/observe", { principal: name }),
    isEvicted: () => harness.getWorker().evictDurableObject("LIMITER", { name }),
  };
}

describe("a minute", () => {
  test("lets exactly the limit pass under 1,000 concurrent requests", async () => {
    const client = principal();
    const passed = await Promise.all(Array.from({ length: 20 }, () => client.floods(50, "api_ip")));
    expect(passed.reduce((sum, count) => sum + count)).toBe(LIMIT);
  });

  test("opens again when it is over, not before", async () => {
    const client = principal();
    await client.floods(LIMIT, "api_ip");
    expect(await client.takes(["api_ip"], START + MINUTE - 1)).toMatchObject([
      { allowed: false, retryAfterSeconds: 1 },
    ]);
    expect(await client.floods(100, "api_ip", START + MINUTE)).toBe(LIMIT);
  });

  test.each([
    [1, 59],
    [15, 59],
    [29, 59],
    [30, 30],
    [31, 30],
    [45, 30],
    [59, 30],
    [60, 0],
  ])("evicted after %i lets %i more pass: never above one and a half times the limit", async (used, afterwards) => {
    const client = principal();
    expect(await client.floods(used, "api_ip")).toBe(used);
    await client.isEvicted();
    expect(await client.floods(200, "api_ip", START + 1_000)).toBe(afterwards);
    expect(used + afterwards).toBeLessThanOrEqual(1.5 * LIMIT);
  });

  test("evicted again and again, as by somebody who waits for it, lets at most one and a half times the limit pass", async () => {
    const client = principal();
    let passed = 0;
    for (let second = 0; second < 60; second += 10) {
      passed += await client.floods(LIMIT / 2 - 1, "api_ip", START + second * 1_000);
      await client.isEvicted();
    }
    expect(passed).toBeGreaterThanOrEqual(LIMIT);
    expect(passed).toBeLessThanOrEqual(1.5 * LIMIT);
    expect(await client.floods(200, "api_ip", START + MINUTE)).toBe(LIMIT);
  });

  test("an exhausted principal stays so across evictions", async () => {
    const client = principal();
    await client.floods(LIMIT, "api_ip");
    await client.isEvicted();
    expect(await client.floods(10, "api_ip", START + MINUTE - 1)).toBe(0);
    await client.isEvicted();
    expect(await client.floods(10, "api_ip", START + MINUTE - 1)).toBe(0);
  });

  test("costs one write when the object starts, two a window and one alarm in all", async () => {
    const client = principal();
    await client.floods(LIMIT / 2 - 1, "api_ip");
    expect(await client.observe()).toMatchObject({ puts: 1, alarms: 1, rows: ["api_ip"] });
    for (const window of [0, 1, 2]) {
      await client.floods(500, "api_ip", START + window * MINUTE);
      expect(await client.observe()).toMatchObject({ puts: 1 + 2 * (window + 1), alarms: 1, rows: ["api_ip"] });
    }
  });
});

describe("a slow bucket", () => {
  test.each(["login", "register", "review"] as const)(
    "%s is exact although its object is evicted after each request",
    async (bucket) => {
      const client = principal();
      const policy = policies[bucket] as Policy & { kind: "window" };
      let passed = 0;
      for (let request = 0; request < policy.limit + 3; request += 1) {
        passed += await client.floods(1, bucket, START + request * 1_000);
        await client.isEvicted();
      }
      expect(passed).toBe(policy.limit);
      expect(await client.floods(1, bucket, START + policy.windowMs - 1)).toBe(0);
      expect(await client.floods(1, bucket, START + policy.windowMs)).toBe(1);
    },
  );

  test("publish_new refills by the clock, evicted or not", async () => {
    const client = principal();
    expect(await client.floods(10, "publish_new")).toBe(5);
    await client.isEvicted();
    expect(await client.takes(["publish_new"], START + 1)).toMatchObject([
      { allowed: false, limit: 5, remaining: 0, retryAfterSeconds: 600, resetSeconds: 3_000 },
    ]);
    await client.isEvicted();
    expect(await client.floods(10, "publish_new", START + 10 * MINUTE)).toBe(1);
    await client.isEvicted();
    expect(await client.floods(10, "publish_new", START + 3 * HOUR)).toBe(5);
  });
});

describe("several buckets", () => {
  test("are charged together or not at all", async () => {
    const client = principal();
    await client.floods(10, "login");
    const refused = await client.takes(["api_ip", "login"]);
    expect(refused).toMatchObject([
      { bucket: "api_ip", allowed: true, remaining: LIMIT },
      { bucket: "login", allowed: false, remaining: 0, retryAfterSeconds: 300 },
    ]);
    expect(await client.floods(100, "api_ip")).toBe(LIMIT);
  });

  test("of one principal do not touch each other, nor do two principals", async () => {
    const [one, other] = [principal(), principal()];
    await one.floods(100, "api_ip");
    expect(await one.floods(130, "pages")).toBe(120);
    expect(await other.floods(100, "api_ip")).toBe(LIMIT);
  });
});

describe("storage", () => {
  test("of an idle principal ends up empty", async () => {
    const client = principal();
    await client.floods(100, "api_ip");
    await client.takes(["register"]);
    await client.takes(["vote"], START + 30 * MINUTE);
    const written = await client.observe();
    expect(written.rows).toEqual(["api_ip", "register", "vote"]);
    expect(written.cleanupAt).toBe(START + HOUR);

    await client.cleansUp(START + HOUR);
    expect(await client.observe()).toMatchObject({ rows: ["vote"], cleanupAt: START + 2 * HOUR });
    await client.isEvicted();
    await client.cleansUp(START + 2 * HOUR);
    expect(await client.observe()).toMatchObject({ rows: [] });
  });

  test("is cleaned again when a principal comes back", async () => {
    const client = principal();
    await client.takes(["vote"]);
    await client.cleansUp(START + HOUR);
    await client.takes(["vote"], START + 5 * HOUR);
    expect(await client.observe()).toMatchObject({ rows: ["vote"], cleanupAt: START + 6 * HOUR });
  });
});

describe("the isolate", () => {
  test("does not ask the object again for a principal that is blocked, until it is free", async () => {
    const client = principal();
    for (let request = 0; request <= 10; request += 1) await client.throughIsolate(["api_ip", "login"]);
    const asked = (await client.observe()).takes;
    expect(asked).toBe(11);

    expect(await client.throughIsolate(["api_ip", "login"], START + 60_000)).toMatchObject([
      { bucket: "login", allowed: false, retryAfterSeconds: 240 },
    ]);
    expect((await client.observe()).takes).toBe(asked);
    expect(await client.throughIsolate(["api_ip"], START)).toMatchObject([{ allowed: true, remaining: LIMIT - 11 }]);
    expect(await client.throughIsolate(["login"], START + 300_000)).toMatchObject([{ allowed: true, remaining: 9 }]);
    expect((await client.observe()).takes).toBe(asked + 2);
  });

  test("asks once for several reads, and lets exactly the limit pass", async () => {
    const client = principal();
    const decisions = [];
    for (let read = 0; read <= LIMIT; read += 1) decisions.push(...(await client.throughIsolate(["api_ip"], START, 9)));
    expect(decisions.map(({ allowed }) => allowed)).toEqual([...Array<boolean>(LIMIT).fill(true), false]);
    expect(decisions.map(({ remaining }) => remaining)).toEqual([...Array(LIMIT).keys(), 0].toSorted((a, b) => b - a));
    expect((await client.observe()).takes).toBeLessThan(LIMIT / 2);
  });

  test("lets exactly the limit pass when all come at once", async () => {
    const client = principal();
    const all = await Promise.all(Array.from({ length: 80 }, () => client.throughIsolate(["api_ip"], START, 9)));
    expect(all.filter(([decision]) => decision?.allowed)).toHaveLength(LIMIT);
  });

  test("lets nobody pass beyond the limit who asks elsewhere meanwhile, and keeps nothing for the next minute", async () => {
    const client = principal();
    await client.throughIsolate(["api_ip"], START, 9);
    expect(await client.floods(100, "api_ip")).toBe(LIMIT - 7);
    expect(await client.throughIsolate(["api_ip"], START + MINUTE, 9)).toMatchObject([{ remaining: LIMIT - 1 }]);
  });
});
