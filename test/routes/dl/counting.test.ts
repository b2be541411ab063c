import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { opensConnections, type PrivateStack, startStack } from "../../support/stack.ts";

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  await opensConnections(stack);
  author = await somebody(stack);
});
afterAll(() => stack.close());

interface Counted {
  plugin: number;
  recent: number;
  week: number;
  versions: Record<string, number>;
  daily: Record<string, number>;
}

async function countsOf(name: string): Promise<Counted | undefined> {
  const [row] = await stack.sql<{ counted: Counted }>`
    select json_build_object(
      'plugin', p.downloads, 'recent', p.recent_downloads, 'week', p.week_downloads,
      'versions', (select json_object_agg(version, downloads) from plugin_versions where plugin_id = p.id),
      'daily', (select coalesce(json_object_agg(v.version, d.downloads), '{}') from plugin_downloads_daily d
        join plugin_versions v on v.id = d.version_id where d.plugin_id = p.id)
    ) as counted from plugins p where p.name = ${name}`;
  return row?.counted;
}

async function settle(name: string, downloads: number): Promise<void> {
  await expect.poll(async () => (await countsOf(name))?.plugin, { timeout: 15_000 }).toBe(downloads);
}

async function published(...versions: string[]) {
  const name = unique("counted");
  for (const version of versions) await author.publishes(name, version);
  const download = async (version: string, init: RequestInit = {}) => {
    const response = await stack.request(`/dl/${name}/${name}-${version}.wasm`, init);
    await response.arrayBuffer();
    return response.status;
  };
  return { name, download };
}

const repeat = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run));

test("every download counts once: for the plugin, its version and its day", async () => {
  const { name, download } = await published("1.0.0", "1.1.0", "1.2.0");
  const statuses = await Promise.all([repeat(30, () => download("1.0.0")), repeat(12, () => download("1.1.0"))]);
  expect(new Set(statuses.flat())).toEqual(new Set([200]));
  await settle(name, 42);
  expect(await countsOf(name)).toEqual({
    plugin: 42,
    recent: 42,
    week: 42,
    versions: { "1.0.0": 30, "1.1.0": 12, "1.2.0": 0 },
    daily: { "1.0.0": 30, "1.1.0": 12 },
  });
  await repeat(8, () => download("1.0.0"));
  await settle(name, 50);
  const { body } = await answer(stack.request(`/api/v1/plugins/${name}`));
  expect([body.downloads, body.recent_downloads]).toEqual([50, 50]);
  expect(body.versions.map((version: { downloads: number }) => version.downloads)).toEqual([0, 12, 38]);
});

test("both addresses and the package count, HEAD, 304, errors and the later parts of a file do not", async () => {
  const { name, download } = await published("1.0.0");
  const api = `/api/v1/plugins/${name}/versions/1.0.0/download`;
  const etag = (await stack.request(api, { method: "HEAD" })).headers.get("etag") ?? "";
  expect(await download("1.0.0", { headers: { "if-none-match": etag } })).toBe(304);
  expect(await download("1.0.0", { headers: { range: "bytes=5-" } })).toBe(206);
  expect(await download("1.0.0", { headers: { range: "bytes=-5" } })).toBe(206);
  expect(await download("1.0.0", { headers: { range: "bytes=9999-" } })).toBe(416);
  expect(await download("9.9.9")).toBe(404);
  expect(await download("1.0.0", { method: "HEAD" })).toBe(200);

  await (await stack.request(api)).arrayBuffer();
  await (await stack.request(`/dl/${name}/${name}-1.0.0.zip`)).arrayBuffer();
  expect(await download("1.0.0", { headers: { range: "bytes=0-9" } })).toBe(206);
  expect(await download("1.0.0")).toBe(200);
  await settle(name, 4);
  // One more, so that whatever was still on its way has arrived.
  await download("1.0.0");
  await settle(name, 5);
});

test("a flush that fails loses nothing, and neither does an eviction meanwhile", async () => {
  const { name, download } = await published("1.0.0");
  let refused = 0;
  stack.sqlEndpoint.onRequest = async ({ queries }) => {
    if (!queries.some((query) => query.includes("download_counters"))) return undefined;
    refused += 1;
    return { status: 503, body: "away" };
  };
  await repeat(5, () => download("1.0.0"));
  await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(0);
  await repeat(3, () => download("1.0.0"));
  const [plugin] = await stack.sql`select id from plugins where name = ${name}`;
  await stack.evicts("DownloadCounter", plugin?.id);
  await repeat(2, () => download("1.0.0"));
  expect((await countsOf(name))?.plugin).toBe(0);
  stack.sqlEndpoint.onRequest = undefined;
  await settle(name, 10);
  expect(await countsOf(name)).toMatchObject({ versions: { "1.0.0": 10 }, daily: { "1.0.0": 10 } });
});

test("a flush whose answer was lost is repeated, and adds once", async () => {
  const { name, download } = await published("1.0.0");
  let lost = 0;
  stack.sqlEndpoint.onRequest = async ({ queries, execute }) => {
    if (lost === 3 || !queries.some((query) => query.includes("download_counters"))) return undefined;
    await execute();
    lost += 1;
    return "reset";
  };
  await repeat(7, () => download("1.0.0"));
  await expect.poll(() => lost, { timeout: 15_000 }).toBe(3);
  stack.sqlEndpoint.onRequest = undefined;
  await download("1.0.0");
  await settle(name, 8);
  expect(await countsOf(name)).toMatchObject({ versions: { "1.0.0": 8 }, daily: { "1.0.0": 8 } });
});

test("downloads that nobody counts at the moment are counted while versions are yanked and published", async () => {
  const { name, download } = await published("1.0.0");
  const yank = (verb: "yank" | "unyank") =>
    author.request(`/api/v1/plugins/${name}/versions/1.0.0/${verb}`, { method: verb === "yank" ? "DELETE" : "PUT" });
  const statuses: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const done = await Promise.all([
      repeat(10, () => download("1.0.0")),
      yank("yank"),
      yank("unyank"),
      author.publish(name, `2.${round}.0`),
    ]);
    statuses.push(...done.slice(1).map((response) => (response as Response).status));
  }
  expect(statuses.every((status) => status < 300)).toBe(true);
  await settle(name, 50);
});

test("who downloads does not wait for the database to count, and gets bytes while counting fails", async () => {
  const { name, download } = await published("1.0.0");
  stack.sqlEndpoint.onRequest = async ({ queries }) =>
    queries.some((query) => query.includes("download_counters")) ? "hang" : undefined;
  expect(await repeat(3, () => download("1.0.0"))).toEqual([200, 200, 200]);
  stack.sqlEndpoint.onRequest = undefined;
  await settle(name, 3);
});

test("when the file storage is away, a download is 503 and counts nothing", async () => {
  const { name, download } = await published("1.0.0");
  stack.s3.onRequest = async () => ({ status: 500 });
  const response = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
  expect(response.headers.get("retry-after")).not.toBeNull();
  expect(await answer(response)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  stack.s3.onRequest = undefined;
  await download("1.0.0");
  await settle(name, 1);
});
