import { afterAll, beforeAll, expect, test } from "vitest";
import { somebody } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { countOf, randomAddress } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => {
  const vars = { RATE_LIMIT_PER_MINUTE: 7, RATE_LIMIT_PER_USER: 9, RATE_LIMIT_MULTIPLIER: 2 };
  stack = await startStack({ vars });
});
afterAll(() => stack.close());

const statusesOf = async (times: number, ask: () => Promise<Response>) =>
  (await Promise.all(Array.from({ length: times }, ask))).map(({ status }) => status);

test("both general limits are settings, and one multiplier scales every limit", async () => {
  const { request } = stack;
  const ip = randomAddress();
  expect(countOf(await statusesOf(30, () => request("/api/v1/nothing", { ip })), 429)).toBe(30 - 2 * 7);
  const person = await somebody(stack);
  expect(countOf(await statusesOf(30, () => person.request("/api/v1/auth/me")), 429)).toBe(30 - 2 * 9);
  const other = randomAddress();
  expect(countOf(await statusesOf(13, () => request("/api/v1/auth/register", { json: {}, ip: other })), 429)).toBe(3);
});
