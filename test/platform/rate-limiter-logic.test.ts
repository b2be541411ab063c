import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ipPrincipal } from "#lib/ip-principal.ts";
import { type Bucket, type Policy, rateLimitPolicies } from "#lib/rate-limits.ts";
import { type BucketState, take } from "#platform/rate-limiter/counting.ts";
import { writeAfterCharge } from "#platform/rate-limiter/persistence.ts";

const START = 1_800_000_000_000;

/** One principal's buckets over time. */
function counter() {
  const states = new Map<Bucket, BucketState>();
  return {
    states,
    take(now: number, policies: Partial<Record<Bucket, Policy>>) {
      const requests = Object.entries(policies).map(([bucket, policy]) => ({ bucket: bucket as Bucket, policy }));
      const { decisions, charged } = take(states, requests, now);
      for (const [bucket, state] of charged) states.set(bucket, state);
      return decisions;
    },
  };
}

const passes = (limiter: ReturnType<typeof counter>, now: number, policy: Policy) =>
  limiter.take(now, { vote: policy }).every(({ allowed }) => allowed);

/** Moments at which requests come: some together, some within a window, some far apart. */
const moments = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 51, max: 5_000 })), {
    maxLength: 300,
  })
  .map((gaps) => gaps.reduce<number[]>((times, gap) => [...times, (times.at(-1) ?? START) + gap], []));

describe("a window", () => {
  test("lets as many pass as a model that keeps every request, and never more than the limit", () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 2_000 }),
        (times, limit, windowMs) => {
          const limiter = counter();
          let passedInWindow: number[] = [];
          for (const now of times) {
            if (now >= (passedInWindow[0] ?? now) + windowMs) passedInWindow = [];
            const allowed = passes(limiter, now, { kind: "window", limit, windowMs });
            expect(allowed).toBe(passedInWindow.length < limit);
            if (allowed) passedInWindow.push(now);
          }
        },
      ),
    );
  });
});

describe("a token bucket", () => {
  test("lets the same requests pass as one that hands out whole tokens", () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 500 }),
        (times, burst, refillMs) => {
          const limiter = counter();
          let tokens = burst;
          let filledAt = START;
          for (const now of times) {
            while (tokens < burst && filledAt + refillMs <= now) {
              tokens += 1;
              filledAt += refillMs;
            }
            if (tokens === burst) filledAt = now;
            const [decision] = limiter.take(now, { vote: { kind: "refill", burst, refillMs } });
            expect(decision?.allowed).toBe(tokens > 0);
            if (tokens > 0) tokens -= 1;
            expect(decision?.remaining).toBe(tokens);
          }
        },
      ),
    );
  });
});

describe("every policy", () => {
  const anyPolicy = fc.oneof(
    fc.record({
      kind: fc.constant("window" as const),
      limit: fc.integer({ min: 1, max: 9 }),
      windowMs: fc.integer({ min: 1, max: 9_000 }),
    }),
    fc.record({
      kind: fc.constant("refill" as const),
      burst: fc.integer({ min: 1, max: 9 }),
      refillMs: fc.integer({ min: 1, max: 9_000 }),
    }),
  );

  test("whoever waits as told passes, and is full again when told", () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const limiter = counter();
        while (passes(limiter, START, policy));
        const [refused] = limiter.take(START, { vote: policy });
        const { retryAfterSeconds = 0, resetSeconds = 0, limit = 0, windowSeconds } = refused ?? {};
        expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
        expect(resetSeconds).toBe(windowSeconds);
        const later = new Map(limiter.states);
        const request = [{ bucket: "vote" as const, policy }];
        expect(take(later, request, START + retryAfterSeconds * 1_000).decisions[0]?.allowed).toBe(true);
        expect(take(later, request, START + resetSeconds * 1_000).decisions[0]?.remaining).toBe(limit - 1);
      }),
    );
  });

  test("a clock set back blocks nobody for longer than the bucket lasts", () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const limiter = counter();
        while (passes(limiter, START, policy));
        const [refused] = limiter.take(START - 3_600_000, { vote: policy });
        expect(refused?.resetSeconds).toBe(refused?.windowSeconds);
      }),
    );
  });

  test("a refusal charges none of the buckets", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, fc.integer({ min: 1, max: 30 }), (one, other, requests) => {
        const limiter = counter();
        for (let request = 0; request < requests; request += 1) {
          const before = new Map(limiter.states);
          const decisions = limiter.take(START, { review: one, vote: other });
          if (!decisions.every(({ allowed }) => allowed)) expect(limiter.states).toEqual(before);
        }
      }),
    );
  });
});

test("a minute's window forgets at most half its limit, whatever the limit", () => {
  for (let limit = 1; limit <= 700; limit += 1) {
    const policy: Policy = { kind: "window", limit, windowMs: 60_000 };
    const writes = Array.from({ length: limit }, (_, index) =>
      writeAfterCharge(
        policy,
        { until: START, used: index + 1 },
        { before: index, isFirst: index === 0, isResumed: false },
      ),
    );
    const certain = writes.indexOf("before_answer") + 1;
    expect(Math.max(certain - 1, limit - certain)).toBeLessThanOrEqual(limit / 2);
    expect(writes.filter((write) => write !== "none").length).toBeLessThanOrEqual(3);
  }
});

test("it forgets no more when several requests are charged at once", () => {
  for (const atOnce of [2, 7, 10]) {
    for (let limit = 1; limit <= 700; limit += 1) {
      const policy: Policy = { kind: "window", limit, windowMs: 60_000 };
      const charges = Array.from({ length: Math.ceil(limit / atOnce) }, (_, index) => index * atOnce);
      const certain = charges.filter((before, index) => {
        const used = Math.min(limit, before + atOnce);
        const written = { before, isFirst: index === 0, isResumed: false };
        return writeAfterCharge(policy, { until: START, used }, written) === "before_answer";
      });
      expect(certain).toHaveLength(1);
      expect(Math.max(certain[0]!, limit - Math.min(limit, certain[0]! + atOnce))).toBeLessThanOrEqual(limit / 2);
    }
  }
});

test("the multiplier scales limits and refill rates, and leaves at least 1", () => {
  const scaled = (multiplier: number) => rateLimitPolicies({ perMinute: 60, perUser: 300, multiplier });
  expect(scaled(10)).toMatchObject({ api_ip: { limit: 600 }, publish_new: { burst: 50, refillMs: 60_000 } });
  expect(scaled(0.001)).toMatchObject({ api_ip: { limit: 1 }, publish_new: { burst: 1 } });
  expect(scaled(1e9)).toMatchObject({ publish_new: { refillMs: 1 } });
});

test.each([
  ["192.0.2.1", "ip:192.0.2.1"],
  ["0.0.0.0", "ip:0.0.0.0"],
  ["2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "ip:2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "ip:2001:db8:1:2::/64"],
  ["2001:db8:1:2::198.51.100.7", "ip:2001:db8:1:2::/64"],
  ["2001:db8::1", "ip:2001:db8:0:0::/64"],
  ["2001:db8:1:3::1", "ip:2001:db8:1:3::/64"],
  ["::1", "ip:0:0:0:0::/64"],
  ["::", "ip:0:0:0:0::/64"],
  ["::ffff:192.0.2.1", "ip:192.0.2.1"],
  ["::FFFF:c000:201", "ip:192.0.2.1"],
  ["0:0:0:0:0:ffff:192.0.2.1", "ip:192.0.2.1"],
  ["", "ip:unknown"],
  ["localhost", "ip:unknown"],
  ["192.0.2", "ip:unknown"],
  ["192.0.2.256", "ip:unknown"],
  ["192.0.2.01", "ip:unknown"],
  ["192.0.2.1:443", "ip:unknown"],
  ["192.0.2.1, 198.51.100.7", "ip:unknown"],
  ["2001:db8", "ip:unknown"],
  ["2001:db8::1::2", "ip:unknown"],
  [":::", "ip:unknown"],
  ["1:2:3:4:5:6:7:8:9", "ip:unknown"],
  ["1:2:3:4::5:6:7:8", "ip:unknown"],
  ["192.0.2.1::", "ip:unknown"],
  ["2001:db8::12345", "ip:unknown"],
  ["2001:db8::g", "ip:unknown"],
  ["[2001:db8::1]", "ip:unknown"],
])("the principal of %j is %s", (address, principal) => {
  expect(ipPrincipal(address)).toBe(principal);
});
