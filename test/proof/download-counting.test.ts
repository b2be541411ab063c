import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import type { SqlRequest } from "../../scripts/stack/sql-endpoint.ts";
import { answer } from "../support/answers.ts";
import { Random } from "../support/fuzz/random.ts";
import { send } from "../support/fuzz/send.ts";
import { type Person, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { expectCountsToHold, expectTotalsToHold } from "../support/recount.ts";
import { printedSeed } from "../support/seed.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

const DOWNLOADS = times({ proof: 10_000, test: 1_000 });
const ALARMS = times({ proof: 100, test: 8 });
const AT_ONCE = 20;
const LANES = times({ proof: 24, test: 8 });
const VERSIONS = ["1.0.0", "1.1.0", "2.0.0"];
const PATIENT = { timeout: 60_000 };

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { EDGE_CACHE_SECONDS: 60, DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  author = await somebody(stack);
});
afterAll(() => stack?.close());

const isFlush = ({ queries }: SqlRequest) => queries.some((query) => query.includes("download_counters"));

/** A plugin whose downloads are counted by an object of its own. */
async function published(versions: string[]) {
  const name = unique("counted");
  for (const version of versions) await author.publishes(name, version);
  const [plugin] = await stack.sql<{ id: string; versions: string[] }>`
    select p.id, array_agg(v.id) as versions from plugins p join plugin_versions v on v.plugin_id = p.id
    where p.name = ${name} group by p.id`;
  const download = async (version: string) => {
    const path = `/dl/${name}/${name}-${version}.wasm`;
    // A connection of its own: of one that is closed in the middle nobody could say whether the download counts.
    const { status, body } = await send(stack.url, { method: "GET", path, headers: { connection: "close" } });
    if (status !== 200) throw new Error(`${name} ${version}: ${status} ${body.toString()}`);
  };
  // At hand before many ask at once: the later part of a file does not count.
  for (const version of versions) {
    const path = `/dl/${name}/${name}-${version}.wasm`;
    await expect
      .poll(async () => (await stack.request(path, { headers: { range: "bytes=1-" } })).status, PATIENT)
      .toBe(206);
  }
  const counted = async () => (await stack.sql`select downloads::int from plugins where name = ${name}`)[0]?.downloads;
  // An eviction waits until nobody is asking the object any more, and whoever asks meanwhile waits for it.
  const evict = () => stack.evicts("DownloadCounter", plugin!.id);
  return { name, id: plugin!.id, versionIds: plugin!.versions, download, counted, evict };
}

type Plugin = Awaited<ReturnType<typeof published>>;

proves("downloads under evictions, failing flushes and a database outage are counted exactly", async (tally) => {
  const { name, id, download, counted, evict } = await published(VERSIONS);
  const expected = new Map<string, number>(VERSIONS.map((version) => [version, 0]));
  const refused = { flushes: 0, outage: 0 };
  const downloadUntil = (share: number) => {
    const [from, to] = [tally.tried, DOWNLOADS * share];
    const chosen = Array.from({ length: to - from }, (_, index) => VERSIONS[index % 7 === 0 ? 2 : index % 2]!);
    return pMap(
      chosen,
      async (version) => {
        tally.tried += 1;
        await download(version);
        expected.set(version, expected.get(version)! + 1);
      },
      { concurrency: AT_ONCE },
    );
  };

  await downloadUntil(0.1);
  stack.sqlEndpoint.onRequest = async (request) => {
    if (refused.flushes === 2 || !isFlush(request)) return undefined;
    refused.flushes += 1;
    // The first never arrives; of the second only the answer is lost.
    if (refused.flushes === 2) await request.execute();
    return "reset";
  };
  await downloadUntil(0.3);
  await evict();
  await downloadUntil(0.5);
  await expect.poll(() => refused.flushes, PATIENT).toBe(2);
  // By attempts, not by time: the counter waits twice as long after each.
  stack.sqlEndpoint.onRequest = async (request) => {
    if (refused.outage === 4) return undefined;
    if (isFlush(request)) refused.outage += 1;
    return "reset";
  };
  await downloadUntil(0.6);
  await expect.poll(() => refused.outage, PATIENT).toBeGreaterThan(0);
  await evict();
  await downloadUntil(0.8);
  await evict();
  await downloadUntil(1);
  await expect.poll(counted, PATIENT).toBe(DOWNLOADS);
  expect(refused).toEqual({ flushes: 2, outage: 4 });

  const perVersion = await stack.sql<{ version: string; downloads: number }>`
    select version, downloads::int from plugin_versions where plugin_id = ${id}`;
  expect(new Map(perVersion.map(({ version, downloads }) => [version, downloads]))).toEqual(expected);
  await expectCountsToHold(stack);

  // The hourly recount finds nothing to mend, and readers see the same.
  await stack.runsCron("17 * * * *");
  await expectCountsToHold(stack);
  await expectTotalsToHold(stack.sql);
  const series = (await answer(author.request(`/api/v1/plugins/${name}/downloads`))).body;
  expect(series.total).toBe(DOWNLOADS);
  for (const { version, total } of series.versions) expect([version, total]).toEqual([version, expected.get(version)]);
  const { body } = await answer(author.request(`/api/v1/plugins/${name}`));
  expect([body.downloads, body.recent_downloads]).toEqual([DOWNLOADS, DOWNLOADS]);
  expect(body.badges).toContain("trending");
  tally.remark = "3 evictions, 2 failing flushes, an outage of 4 attempts";
});

/** How a batch comes to be delivered twice. */
const REPETITIONS: ((request: SqlRequest) => Promise<"reset" | undefined>)[] = [
  // Only the answer is lost: the object delivers it again.
  async ({ execute }) => execute().then(() => "reset"),
  async ({ queries, params }) => void (await stack.sql.query(queries[0]!, params[0])),
  // Both at the same moment, and neither is heard of.
  async ({ queries, params, execute }) =>
    Promise.all([stack.sql.query(queries[0]!, params[0]), execute()]).then(() => "reset"),
];

proves("a batch that alarms deliver twice adds once, also when the object was evicted between", async (tally) => {
  const seed = printedSeed("alarms that fire twice");
  /** How often the next batches are to be disturbed, by plugin. */
  const armed = new Map<string, { repeat: (typeof REPETITIONS)[number]; left: number }>();
  stack.sqlEndpoint.onRequest = async (request) => {
    if (!isFlush(request)) return undefined;
    const values = JSON.stringify(request.params);
    const strike = [...armed].find(([versionId]) => values.includes(versionId))?.[1];
    if (!strike || strike.left === 0) return undefined;
    // At once: an alarm may well be there twice at the same moment.
    strike.left -= 1;
    return strike.repeat(request);
  };

  let evictions = 0;
  const lane = async (plugin: Plugin, index: number) => {
    const random = new Random(seed + index);
    const { download, counted, evict, versionIds } = plugin;
    const [versionId] = versionIds as [string];
    for (let total = 0; tally.tried < ALARMS;) {
      tally.tried += 1;
      const strikes = 1 + random.below(2);
      const strike = { repeat: random.pick(REPETITIONS), left: strikes };
      armed.set(versionId, strike);
      const [before, after] = [1 + random.below(4), 1 + random.below(4)];
      total += before + after;
      for (let each = 0; each < before; each += 1) await download("1.0.0");
      // A second strike may need another batch.
      await expect.poll(() => strike.left, PATIENT).toBeLessThan(strikes);
      if (random.chance(0.5)) {
        evictions += 1;
        await evict();
      }
      for (let each = 0; each < after; each += 1) await download("1.0.0");
      await expect.poll(counted, PATIENT).toBe(total);
    }
    return { counted, downloads: await counted() };
  };
  const plugins: Plugin[] = [];
  while (plugins.length < LANES) plugins.push(await published(["1.0.0"]));
  const lanes = await Promise.all(plugins.map(lane));
  for (const { counted, downloads } of lanes) expect(await counted()).toBe(downloads);
  await expectCountsToHold(stack);
  tally.remark = `${evictions} evictions between`;
});
