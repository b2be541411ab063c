import { createHash, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { wasmModule } from "../../support/modules.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { randomAddress } from "../http/support.ts";

let stack: PrivateStack;
let author: Person;
let stored: string[];
/** How often each file was downloaded as a whole. */
const downloads = new Map<string, number>();
beforeAll(async () => {
  stack = await startStack({ vars: { EDGE_CACHE_SECONDS: 60, DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  author = await somebody(stack);
});
afterEach(() => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
});
afterAll(() => stack.close());

/** A plugin whose module has about so many bytes more than the smallest, and that nobody has downloaded. */
async function published(sizeBytes = 0) {
  const name = unique("edge");
  const filler = randomBytes(sizeBytes);
  const section = sizeBytes ? Buffer.concat([Buffer.from([0, ...leb(sizeBytes + 2), 1, 120]), filler]) : filler;
  const module = Buffer.concat([await wasmModule(name), section]);
  const checksum = createHash("sha256").update(module).digest("hex");
  await author.publishes(name, "1.0.0", {
    checksum,
    file_size: module.length,
    wasm_data: module.toString("base64"),
  });
  return { name, module, path: `/dl/${name}/${name}-1.0.0.wasm` };
}

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);

/** Downloads, and counts what the database was asked where the file lies, and the store for it. */
async function costOf(path: string, headers: Record<string, string> = {}, method = "GET") {
  stack.sqlEndpoint.roundTrips.length = 0;
  stored = [];
  stack.s3.onRequest = async (request) => void stored.push(request.path);
  const response = await stack.request(path, { method, headers: { "accept-encoding": "identity", ...headers } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (method === "GET" && response.status === 200) downloads.set(path, (downloads.get(path) ?? 0) + 1);
  const sql = stack.sqlEndpoint.roundTrips.filter(({ queries }) => !isFlush(queries)).length;
  return { response, status: response.status, bytes, sql, store: stored.length };
}

const isFlush = (queries: string[]) => queries.some((query) => query.includes("download_counters"));
const storeIsAway = () => void (stack.s3.onRequest = async () => "reset");
const databaseIsAway = () => void (stack.sqlEndpoint.onRequest = async () => "reset");

/** Downloads until that costs nothing, since caches are filled after the answer. */
async function downloaded(path: string) {
  const first = await costOf(path);
  expect([first.status, first.sql]).toEqual([200, 1]);
  await expect
    .poll(async () => {
      const { sql, store } = await costOf(path);
      return sql + store;
    })
    .toBe(0);
  return first;
}

const SIZES = [
  ["small module, kept in memory", 50_000],
  ["large module, kept by the data centre", 400_000],
] as const;

describe.each(SIZES)("a %s", (_what, sizeBytes) => {
  test("costs neither SQL nor storage when it is known, and is the same bytes under the same headers", async () => {
    const { module, path } = await published(sizeBytes);
    const first = await downloaded(path);
    const second = await costOf(path);
    expect([first.bytes.equals(module), second.bytes.equals(module)]).toEqual([true, true]);
    expect([second.sql, second.store]).toEqual([0, 0]);
    const lasting = ({ response }: typeof first) => {
      const headers = new Headers(response.headers);
      for (const own of ["date", "ratelimit", "x-request-id", "server-timing"]) headers.delete(own);
      return Object.fromEntries(headers);
    };
    expect(lasting(second)).toEqual(lasting(first));
    expect(lasting(second)).toMatchObject({
      "content-length": String(module.length),
      "cache-control": "public, max-age=31536000, s-maxage=60, immutable",
      "repr-digest": expect.stringMatching(/^sha-256=:[A-Za-z0-9+/]{43}=:$/),
    });
  });

  test("is cut into the same ranges, refused or held alike, known or not", async () => {
    const { module, path } = await published(sizeBytes);
    const { length } = module;
    const etag = (await costOf(path, {}, "HEAD")).response.headers.get("etag")!;
    const asked: [Record<string, string>, number, Buffer | undefined][] = [
      [{ range: "bytes=5-9" }, 206, module.subarray(5, 10)],
      [{ range: "bytes=-7" }, 206, module.subarray(-7)],
      [{ range: `bytes=${length - 3}-` }, 206, module.subarray(-3)],
      [{ range: "bytes=0-0" }, 206, module.subarray(0, 1)],
      [{ range: "bytes=0-1,5-6" }, 200, module],
      [{ range: "bytes=5-9", "if-range": etag }, 206, module.subarray(5, 10)],
      [{ range: "bytes=5-9", "if-range": '"other"' }, 200, module],
      [{ range: "bytes=5-9", "if-range": `W/${etag}` }, 200, module],
      [{ range: "bytes=5-9", "if-none-match": etag }, 304, undefined],
      [{ range: `bytes=${length}-` }, 416, undefined],
    ];
    const answers = async () => {
      const all = [];
      for (const [headers, status, bytes] of asked) {
        const answer = await costOf(path, headers);
        expect([headers, answer.status]).toEqual([headers, status]);
        if (bytes) expect([headers, answer.bytes.equals(bytes)]).toEqual([headers, true]);
        all.push([
          answer.status,
          answer.response.headers.get("content-range"),
          answer.response.headers.get("content-length"),
        ]);
      }
      return all;
    };
    const unknown = await answers();
    await expect.poll(async () => (await costOf(path)).store).toBe(0);
    expect(await answers()).toEqual(unknown);
    expect((await costOf(path, { range: "bytes=5-9" })).store).toBe(0);
  });

  test("is served while the database and the storage are away, and counted when they are back", async () => {
    const { name, module, path } = await published(sizeBytes);
    await downloaded(path);
    const other = await published();
    storeIsAway();
    databaseIsAway();
    for (let visit = 0; visit < 20; visit += 1) {
      const response = await stack.request(path);
      expect([response.status, Buffer.from(await response.arrayBuffer()).equals(module)]).toEqual([200, true]);
    }
    expect((await stack.request(other.path)).status).toBe(503);
    stack.sqlEndpoint.onRequest = undefined;
    expect((await stack.request(other.path)).status).toBe(503);
    await expect.poll(() => countOf(name), { timeout: 15_000 }).toBe(downloads.get(path)! + 20);
  });
});

const countOf = async (name: string) =>
  (await stack.sql<{ downloads: number }>`select downloads::int from plugins where name = ${name}`)[0]!.downloads;

test("HEAD and 304 cost nothing either, and say the same", async () => {
  const { module, path } = await published(50_000);
  const { response } = await downloaded(path);
  const head = await costOf(path, {}, "HEAD");
  expect([head.status, head.bytes.length, head.sql, head.store]).toEqual([200, 0, 0, 0]);
  expect(head.response.headers.get("content-length")).toBe(String(module.length));
  const held = await costOf(path, { "if-none-match": response.headers.get("etag")! });
  expect([held.status, held.bytes.length, held.sql, held.store]).toEqual([304, 0, 0, 0]);
  for (const name of ["etag", "repr-digest", "content-disposition", "cache-control"]) {
    expect([name, head.response.headers.get(name)]).toEqual([name, response.headers.get(name)]);
  }
});

test("what is sent again is what the app would send, header for header, and each is charged and counted", async () => {
  const { name, path } = await published(50_000);
  const { response } = await downloaded(path);
  const ofOneRequest = new Set(["x-request-id", "server-timing", "ratelimit", "date", "connection"]);
  const common = ({ headers }: Response) => [...headers].filter(([header]) => !ofOneRequest.has(header));
  const leftOf = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get("ratelimit")!)![1]);
  for (const conditions of [{}, { "if-none-match": response.headers.get("etag")! }]) {
    const ip = randomAddress();
    const ask = (method: string) =>
      stack.request(path, { method, ip, headers: { "accept-encoding": "identity", ...conditions } });
    const byTheApp = await ask("HEAD");
    for (let read = 1; read <= 12; read += 1) {
      const again = await ask("GET");
      await again.arrayBuffer();
      expect([again.status, common(again), leftOf(again)]).toEqual([
        byTheApp.status,
        common(byTheApp),
        leftOf(byTheApp) - read,
      ]);
    }
  }
  await expect.poll(() => countOf(name), { timeout: 15_000 }).toBe(downloads.get(path)! + 12);
});

test("who is signed in is noted, however well the file is known, and keeps nothing", async () => {
  const { name, path } = await published();
  await downloaded(path);
  const reader = await somebody(stack);
  const response = await reader.request(path);
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const rows = await stack.sql`
    select user_id from user_downloads d join plugins p on p.id = d.plugin_id where p.name = ${name}`;
  expect(rows).toEqual([{ user_id: reader.id }]);
});

test("bytes that are not those of the checksum are not sent", async () => {
  const { name, module, path } = await published();
  const [{ key }] = (await stack.sql`
    select module_key as key from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name}`) as [
    { key: string },
  ];
  await stack.store.put(key, randomBytes(module.length));
  expect((await costOf(path)).status).toBe(503);
  await stack.store.put(key, module);
  expect((await costOf(path)).bytes.equals(module)).toBe(true);
});
