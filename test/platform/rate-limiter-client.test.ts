import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Decision, rateLimitPolicies } from "#lib/rate-limits.ts";
import { createBlockedMemory } from "#platform/rate-limiter/blocked.ts";
import { ObjectUnavailable } from "#platform/object-call.ts";
import { createRateLimiter } from "#platform/rate-limiter/client.ts";
import type { Charged, TakeRequest } from "#platform/rate-limiter/counting.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const blockedDecision: Decision = {
  bucket: "login",
  allowed: false,
  limit: 10,
  windowSeconds: 300,
  remaining: 0,
  resetSeconds: 200,
  retryAfterSeconds: 100,
};

function limiterWhoseObject(take: (requests: TakeRequest[]) => Promise<Charged[]>) {
  const namespace = { idFromName: (name: string) => name as never, get: () => ({ take }) };
  const policies = rateLimitPolicies({ perMinute: 60, perUser: 300, multiplier: 1 });
  return createRateLimiter({ namespace, policies, clock: Date.now });
}

test("an object that fails is unavailable, asked once", async () => {
  const take = vi
    .fn<() => Promise<Charged[]>>()
    .mockRejectedValue(Object.assign(new Error("overloaded"), { overloaded: true }));
  await expect(limiterWhoseObject(take).take("ip:192.0.2.1", ["login"])).rejects.toBeInstanceOf(ObjectUnavailable);
  expect(take).toHaveBeenCalledTimes(1);
});

test("an object that does not answer within a second is unavailable", async () => {
  const answer = limiterWhoseObject(() => new Promise(() => {})).take("ip:192.0.2.1", ["login"]);
  const outcome = expect(answer).rejects.toMatchObject({ name: "ObjectUnavailable", cause: expect.any(Error) });
  await vi.advanceTimersByTimeAsync(1_000);
  await outcome;
  expect(vi.getTimerCount()).toBe(0);
});

test("a block is remembered for its own principal and bucket, with the seconds left", async () => {
  const take = vi.fn(async (requests: TakeRequest[]) =>
    requests.map(({ bucket }) => ({ ...blockedDecision, bucket, ahead: 0 })),
  );
  const limiter = limiterWhoseObject(take);
  await limiter.take("account:1", ["login"]);
  vi.advanceTimersByTime(60_500);
  expect(await limiter.take("account:1", ["login"])).toEqual([
    { ...blockedDecision, resetSeconds: 140, retryAfterSeconds: 40, remembered: true },
  ]);
  expect(take).toHaveBeenCalledTimes(1);
  await limiter.take("account:2", ["login"]);
  await limiter.take("account:1", ["vote"]);
  expect(take).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(39_500);
  await limiter.take("account:1", ["login"]);
  expect(take).toHaveBeenCalledTimes(4);
});

test("the memory is bounded: the oldest block is forgotten first", () => {
  const memory = createBlockedMemory(2);
  for (const principal of ["a", "b", "a", "c"]) memory.remember(principal, blockedDecision, 0);
  const isKnown = (principal: string) => memory.find(principal, ["login"], 1).length === 1;
  expect(["a", "b", "c"].map(isKnown)).toEqual([true, false, true]);
});

test("what a block has refused from memory is told once, when it is over or forgotten", () => {
  const memory = createBlockedMemory(1);
  const asked = (principal: string, now: number) => memory.find(principal, ["login"], now);
  memory.remember("a", blockedDecision, 0);
  for (const now of [1, 2, 3]) asked("a", now);
  expect(memory.ended(3)).toEqual([]);
  const over = blockedDecision.retryAfterSeconds * 1_000;
  expect(memory.ended(over)).toEqual([{ principal: "a", bucket: "login", refused: 3 }]);
  expect(memory.ended(2 * over)).toEqual([]);

  memory.remember("b", blockedDecision, 2 * over);
  asked("b", 2 * over);
  memory.remember("c", blockedDecision, 2 * over);
  expect(memory.ended(3 * over)).toEqual([{ principal: "b", bucket: "login", refused: 1 }]);
});
