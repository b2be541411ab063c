import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { randomAddress } from "./support.ts";

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1, RATE_LIMIT_PER_MINUTE: 3, EDGE_CACHE_SECONDS: 60 } });
});
afterAll(() => stack.close());

test("a refused read is a 429 of its own: nothing of the answer that it replaces", async () => {
  const ask = () => stack.request("/api/v1/stats", { ip: "203.0.113.9", headers: { origin: "https://example.com" } });
  const allowed = [await ask(), await ask(), await ask()];
  expect(allowed.map(({ status }) => status)).toEqual([200, 200, 200]);
  for (const answer of allowed) expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const refused = await ask();
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: "rate_limited" }]);
  expect(refused.headers.get("etag")).toBeNull();
  expect(refused.headers.get("cache-control")).toBe("no-store");
  expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("whom the limiter begins to refuse is told the same, whether the router was needed or not", async () => {
  const refusal = async (method: string) => {
    const ip = randomAddress();
    const ask = () => stack.request("/api/v1/stats", { ip, method });
    const allowed = [await ask(), await ask(), await ask()];
    const refused = await ask();
    expect([...allowed, refused].map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const own = new Set(["date", "x-request-id", "server-timing", "content-length", "transfer-encoding", "connection"]);
    return [...refused.headers].filter(([name]) => !own.has(name));
  };
  const byTheRouter = await refusal("HEAD");
  const lines = () => stack.logs.filter((line) => line.includes('"bucket":"api_ip"') && line.includes('"status":429'));
  const before = lines().length;
  expect(await refusal("GET")).toEqual(byTheRouter);
  await expect.poll(() => lines().length).toBe(before + 1);
});
