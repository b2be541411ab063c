import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sendToAbandon } from "../../support/abandon.ts";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { opensConnections, type PrivateStack, startStack } from "../../support/stack.ts";
import { randomAddress } from "./support.ts";

/** How long the database takes for the details of a plugin, once it has read them. */
const SLOW_MS = 300;

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_PER_MINUTE: 1, RATE_LIMIT_MULTIPLIER: 200, EDGE_CACHE_SECONDS: 0 } });
  await opensConnections(stack);
  author = await somebody(stack);
});
afterEach(() => void (stack.sqlEndpoint.onRequest = undefined));
afterAll(() => stack.close());

async function slowPlugin({ isKnown }: { isKnown: boolean }) {
  const name = unique("shared");
  await author.publishes(name);
  const path = `/api/v1/plugins/${name}`;
  const etag = isKnown ? (await stack.request(path)).headers.get("etag")! : "";
  stack.sqlEndpoint.roundTrips.length = 0;
  let reads = 0;
  stack.sqlEndpoint.onRequest = async ({ queries, execute }) => {
    if (!queries.some((query) => query.includes("plugins_as_json"))) return undefined;
    await execute();
    reads += 1;
    await setTimeout(SLOW_MS);
    return undefined;
  };
  const firstRead = async () => {
    await expect.poll(() => reads, { interval: 5 }).toBe(1);
  };
  return { name, path, etag, firstRead, reads: () => reads };
}

const repeat = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run));

describe.each([
  ["that nobody has asked for before", { isKnown: false }],
  ["that this isolate has sent before", { isKnown: true }],
])("a plugin %s:", (_what, { isKnown }) => {
  test("who asks the same while it is being read shares the next read, with an id and limits of their own", async () => {
    const { name, path, firstRead, reads } = await slowPlugin({ isKnown });
    const first = stack.request(path);
    await firstRead();
    const others = await repeat(20, () => stack.request(path));
    expect(reads()).toBe(2);
    const answers = [await first, ...others];
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 21 }, () => 200));
    const texts = new Set(await Promise.all(answers.map((response) => response.text())));
    expect([...texts].map((text) => (JSON.parse(text) as { name: string }).name)).toEqual([name]);
    for (const header of ["x-request-id", "ratelimit"])
      expect(new Set(answers.map(({ headers }) => headers.get(header))).size).toBe(21);
  });

  test("a read that was under way when something changed is not shared by who asks after that", async () => {
    const { name, path, firstRead, reads } = await slowPlugin({ isKnown });
    const before = stack.request(path);
    await firstRead();
    await author.publishes(name, "1.1.0");
    const after = await repeat(5, () => answer(stack.request(path)));
    expect(after.map(({ body }) => body.version)).toEqual(Array.from({ length: 5 }, () => "1.1.0"));
    expect((await answer(before)).body.version).toBe("1.0.0");
    expect(reads()).toBe(2);
  });

  test("whoever shares a read does not miss those who have left", async () => {
    const { path, firstRead } = await slowPlugin({ isKnown });
    const { leave } = sendToAbandon(stack.url, { path });
    await firstRead();
    const started = performance.now();
    const waiting = repeat(3, () => stack.request(path));
    await setTimeout(50);
    leave();
    expect((await waiting).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test("who holds what others are waiting for gets 304, from the same read", async () => {
  const { path, etag, firstRead, reads } = await slowPlugin({ isKnown: true });
  const first = stack.request(path);
  await firstRead();
  const others = await repeat(5, () => stack.request(path, { headers: { "if-none-match": etag } }));
  expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 304));
  expect([(await first).status, reads()]).toEqual([200, 2]);
});

test("whoever shares a read is charged for it, and refused when nothing is left", async () => {
  const { path, firstRead, reads } = await slowPlugin({ isKnown: true });
  const ip = randomAddress();
  const { headers } = await stack.request("/api/v1/nothing", { ip });
  const left = Number(/r=(\d+)/.exec(headers.get("ratelimit")!)![1]);
  const first = stack.request(path);
  await firstRead();
  const statuses = (await repeat(left + 5, () => stack.request(path, { ip }))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429).length).toBe(5);
  expect(statuses.filter((status) => status === 200).length).toBe(left);
  expect([(await first).status, reads()]).toEqual([200, 2]);
});

test("what is gone when it is read again is gone for each who waited for it", async () => {
  const { name, path, firstRead } = await slowPlugin({ isKnown: true });
  const first = stack.request(path);
  await firstRead();
  await stack.sql`update plugins set taken_down_at = now() where name = ${name}`;
  const after = await repeat(5, () => answer(stack.request(path)));
  expect(after.map(({ status, body }) => [status, body.code])).toEqual(
    Array.from({ length: 5 }, () => [404, "plugin_not_found"]),
  );
  expect((await first).status).toBe(200);
});

test("an error is nobody else's: each who asks for what is not there is told so by themselves", async () => {
  const path = `/api/v1/plugins/${unique("missing")}`;
  const answers = await repeat(10, async () => {
    const response = await stack.request(path);
    const { code, request_id: id } = (await response.json()) as { code: string; request_id: string };
    expect([response.status, code, id]).toEqual([404, "plugin_not_found", response.headers.get("x-request-id")]);
    return id;
  });
  expect(new Set(answers).size).toBe(10);
});
