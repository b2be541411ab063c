import { describe, expect, test, vi } from "vitest";
import { createCallGroups } from "#lib/call-groups.ts";

const within = (ms: number) => ({ leftMs: () => ms, extend: () => undefined });
const AMPLE = within(5_000);

/** An object that answers when it is told to, and notes for how many requests each call was made. */
function heldObject() {
  const answers: PromiseWithResolvers<void>[] = [];
  const calls: number[] = [];
  const call = (requests: number) => {
    calls.push(requests);
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    return answer.promise;
  };
  return {
    calls,
    call,
    answer: (index: number) => answers[index]!.resolve(),
    fail: (index: number) => answers[index]!.reject(new Error("away")),
  };
}

describe("requests that come while a call is under way", () => {
  test("share the next one, which begins after they came", async () => {
    const groups = createCallGroups<void>();
    const { calls, call, answer } = heldObject();
    const first = groups.join("key", AMPLE, call);
    const others = Array.from({ length: 5 }, () => groups.join("key", AMPLE, call));
    expect(calls).toEqual([1]);
    answer(0);
    await first;
    await vi.waitFor(() => expect(calls).toEqual([1, 5]));
    const last = groups.join("key", AMPLE, call);
    answer(1);
    await Promise.all(others);
    await vi.waitFor(() => expect(calls).toEqual([1, 5, 1]));
    answer(2);
    await last;
  });

  test("wait for nobody with another key, and none comes after a call that has ended", async () => {
    const groups = createCallGroups<void>();
    const { calls, call, answer } = heldObject();
    const one = groups.join("one", AMPLE, call);
    const other = groups.join("other", AMPLE, call);
    expect(calls).toEqual([1, 1]);
    answer(0);
    await one;
    const again = groups.join("one", AMPLE, call);
    expect(calls).toEqual([1, 1, 1]);
    answer(1);
    answer(2);
    await Promise.all([other, again]);
  });

  test("fail with the call they share, and not with the one before it", async () => {
    const groups = createCallGroups<void>();
    const { calls, call, answer, fail } = heldObject();
    const first = groups.join("key", AMPLE, call);
    const [second, third] = [groups.join("key", AMPLE, call), groups.join("key", AMPLE, call)];
    fail(0);
    await expect(first).rejects.toThrow("away");
    await vi.waitFor(() => expect(calls).toEqual([1, 2]));
    const fourth = groups.join("key", AMPLE, call);
    fail(1);
    await expect(second).rejects.toThrow("away");
    await expect(third).rejects.toThrow("away");
    await vi.waitFor(() => expect(calls).toEqual([1, 2, 1]));
    answer(2);
    await fourth;
  });

  test("give up in time, and are not chosen to make the call any more", async () => {
    const groups = createCallGroups<void>();
    const { calls, call, answer } = heldObject();
    const first = groups.join("key", AMPLE, call);
    const hurried = groups.join("key", within(20), call);
    const patient = groups.join("key", AMPLE, call);
    await expect(hurried).rejects.toThrow("no answer within 20 ms");
    answer(0);
    await first;
    await vi.waitFor(() => expect(calls).toEqual([1, 1]));
    answer(1);
    await patient;
  });

  test("do not hang for ever behind one that never wakes up", async () => {
    const groups = createCallGroups<void>();
    const never = () => new Promise<void>(() => undefined);
    void groups.join("key", within(1e9), never);
    const { calls, call, answer } = heldObject();
    await expect(groups.join("key", within(20), call)).rejects.toThrow("no answer within 20 ms");
    const next = groups.join("key", AMPLE, call);
    expect(calls).toEqual([1]);
    answer(0);
    await next;
  });
});
