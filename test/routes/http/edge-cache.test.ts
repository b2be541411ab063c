import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { randomAddress } from "./support.ts";

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { EDGE_CACHE_SECONDS: 60 } });
  author = await somebody(stack);
});
afterAll(() => stack.close());

/** A plugin whose pages nobody has asked for. */
async function freshPlugin() {
  const name = unique("cached");
  await author.publish(name);
  return { name, path: `/api/v1/plugins/${name}` };
}

/** Asks, and counts what the database was asked meanwhile. */
async function costOf(path: string, headers: Record<string, string> = {}) {
  stack.sqlEndpoint.roundTrips.length = 0;
  const response = await stack.request(path, { headers });
  const text = await response.text();
  return { response, text, trips: stack.sqlEndpoint.roundTrips.length };
}

/** Asks until the answer is kept, which happens after it was sent. */
async function kept(path: string) {
  const first = await costOf(path);
  expect([first.response.status, first.trips]).toEqual([200, 1]);
  await expect.poll(async () => (await costOf(path)).trips).toBe(0);
  return first;
}

test("the second reader costs the database nothing and gets the same, with limits and an id of their own", async () => {
  const { path } = await freshPlugin();
  const first = await kept(path);
  const second = await costOf(path);
  expect(second.trips).toBe(0);
  expect(second.text).toBe(first.text);
  for (const header of [
    "etag",
    "cache-control",
    "content-type",
    "vary",
    "access-control-allow-origin",
    "content-security-policy",
  ]) {
    expect(second.response.headers.get(header)).toBe(first.response.headers.get(header));
  }
  expect(second.response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=60");
  expect(second.response.headers.get("server-timing")).toMatch(/desc="0"$/);
  expect(second.response.headers.get("x-request-id")).not.toBe(first.response.headers.get("x-request-id"));
  expect(second.response.headers.get("ratelimit")).toMatch(/^"api";r=\d+/);
});

test("what is sent again is what the app would answer, header for header, and each read is charged", async () => {
  const { path } = await freshPlugin();
  await kept(path);
  const { etag } = Object.fromEntries((await costOf(path)).response.headers);
  const ofOneRequest = ["x-request-id", "server-timing", "ratelimit"];
  const ofTheConnection = ["connection", "transfer-encoding", "content-length"];
  const common = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => ![...ofOneRequest, ...ofTheConnection].includes(name)));
  const leftOf = (response: Response) => Number(/r=(\d+)/.exec(response.headers.get("ratelimit")!)![1]);

  for (const conditions of [{}, { "if-none-match": etag! }]) {
    const client = randomAddress();
    const ask = (method: string) => stack.request(path, { method, headers: conditions, ip: client });
    const byTheApp = await ask("HEAD");
    const lefts = [leftOf(byTheApp)];
    for (let read = 0; read < 8; read += 1) {
      const response = await ask("GET");
      expect([response.status, common(response)]).toEqual([byTheApp.status, common(byTheApp)]);
      lefts.push(leftOf(response));
      await response.arrayBuffer();
    }
    expect(lefts).toEqual(Array.from({ length: 9 }, (_, read) => lefts[0]! - read));
  }
});

test("304 comes from the cache too", async () => {
  const { path } = await freshPlugin();
  const etag = (await kept(path)).response.headers.get("etag")!;
  const { response, text, trips } = await costOf(path, { "if-none-match": `W/${etag}` });
  expect([response.status, text, trips, response.headers.get("etag")]).toEqual([304, "", 0, etag]);
});

test("a 304 to the first reader leaves the whole answer for the second", async () => {
  const { path } = await freshPlugin();
  expect((await costOf(path, { "if-none-match": "*" })).response.status).toBe(304);
  await expect.poll(async () => (await costOf(path)).trips).toBe(0);
  expect(JSON.parse((await costOf(path)).text)).toMatchObject({ version: "1.0.0" });
});

test("HEAD is answered from what GET left, without a body", async () => {
  const { path } = await freshPlugin();
  await kept(path);
  stack.sqlEndpoint.roundTrips.length = 0;
  const head = await stack.request(path, { method: "HEAD" });
  expect([head.status, await head.text(), stack.sqlEndpoint.roundTrips.length]).toEqual([200, "", 0]);
});

test("who is signed in passes by the cache, sees their own writes at once, and leaves nothing in it", async () => {
  const { name, path } = await freshPlugin();
  const before = await kept(path);
  await author.publish(name, "1.1.0");
  const own = await author.request(path);
  expect(own.headers.get("cache-control")).toBe("no-store");
  expect(await own.json()).toMatchObject({ version: "1.1.0" });
  expect((await costOf(path)).text).toBe(before.text);
});

test("a client cannot make the cache forget", async () => {
  const { path } = await freshPlugin();
  await kept(path);
  expect((await costOf(path, { "cache-control": "no-cache", pragma: "no-cache" })).trips).toBe(0);
});

test("each spelling, each page and each host has an answer of its own", async () => {
  const { name, path } = await freshPlugin();
  await kept(path);
  const camel = await costOf(`/camel${path}`);
  expect([camel.trips, JSON.parse(camel.text)]).toMatchObject([1, { versions: [{ downloadUrl: expect.any(String) }] }]);
  await kept(`/camel${path}/versions`);
  expect(JSON.parse((await costOf(path)).text)).toMatchObject({ versions: [{ download_url: expect.any(String) }] });
  const page = `/api/v1/plugins?q=${name}`;
  await kept(`${page}&per_page=1`);
  expect((await costOf(`${page}&per_page=2`)).trips).toBe(1);
});

test("errors are not kept: what is published a moment after a 404 is there", async () => {
  const name = unique("later");
  const path = `/api/v1/plugins/${name}`;
  for (let visit = 0; visit < 2; visit += 1) {
    const { response, trips } = await costOf(path);
    expect([response.status, trips]).toEqual([404, 1]);
  }
  await author.publish(name);
  expect((await costOf(path)).response.status).toBe(200);
});

test("a plugin's page can be read while the database is away, by whoever asks for what is kept", async () => {
  const { path } = await freshPlugin();
  await kept(path);
  stack.sqlEndpoint.onRequest = async () => "reset";
  const statuses = [(await costOf(path)).response.status, (await costOf("/api/v1/plugins/other")).response.status];
  stack.sqlEndpoint.onRequest = undefined;
  expect(statuses).toEqual([200, 503]);
});
