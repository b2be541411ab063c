import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { DUE_MS } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => void (stack = await startStack()));
afterEach(() => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
});
afterAll(() => stack.close());

const VERSION = /^\d+\.\d+\.\d+/;
const ready = async () => {
  const response = await stack.request("/health/ready");
  return { response, body: await response.json() };
};

test("/health says that the Worker lives, and which one, although everything else is away", async () => {
  stack.sqlEndpoint.onRequest = async () => "reset";
  stack.s3.onRequest = async () => "reset";
  const response = await stack.request("/health");
  expect([response.status, await response.json()]).toEqual([
    200,
    { status: "ok", version: expect.stringMatching(VERSION) },
  ]);
  expect(stack.sqlEndpoint.roundTrips).toEqual([]);
});

test("/health/ready names each part that answers", async () => {
  const { response, body } = await ready();
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(body).toEqual({
    status: "ok",
    version: expect.stringMatching(VERSION),
    checks: { database: "ok", storage: "ok" },
  });
});

describe("/health/ready is 503 and names the part that is away:", () => {
  test.each([
    ["the database", "reset", undefined, { database: "unavailable", storage: "ok" }],
    ["the storage", undefined, "reset", { database: "ok", storage: "unavailable" }],
    ["both", "reset", "reset", { database: "unavailable", storage: "unavailable" }],
    [
      "a database and a storage that do not answer",
      "hang",
      "hang",
      { database: "unavailable", storage: "unavailable" },
    ],
  ] as const)("%s", async (_what, database, storage, checks) => {
    stack.sqlEndpoint.onRequest = async () => database;
    stack.s3.onRequest = async () => storage;
    const started = performance.now();
    const { response, body } = await ready();
    expect(performance.now() - started).toBeLessThan(DUE_MS);
    expect([response.status, body]).toMatchObject([503, { status: "unavailable", checks }]);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  });
});
