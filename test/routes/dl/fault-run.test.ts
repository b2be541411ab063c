import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

const DOWNLOADS = 10_000;
const AT_ONCE = 100;
const VERSIONS = ["1.0.0", "1.1.0", "2.0.0"];

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { EDGE_CACHE_SECONDS: 60, DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  author = await somebody(stack);
});
afterAll(() => stack.close());

const isFlush = (queries: string[]) => queries.some((query) => query.includes("download_counters"));

test(
  "10,000 downloads under 3 evictions, 2 failing flushes and a database outage count 10,000",
  { timeout: 240_000 },
  async () => {
    const name = unique("counted");
    for (const version of VERSIONS) await author.publishes(name, version);
    const [plugin] = await stack.sql<{ id: string }>`select id from plugins where name = ${name}`;
    const expected = new Map<string, number>(VERSIONS.map((version) => [version, 0]));
    const refused: Record<string, number> = { flushes: 0, outage: 0 };
    const statuses = new Map<number, number>();
    let started = 0;

    const evict = () => stack.harness.getWorker().evictDurableObject("DOWNLOAD_COUNTER", { name: plugin!.id });
    /** What happens when so many downloads have begun. */
    const events: Record<number, () => unknown> = {
      1_000: () =>
        (stack.sqlEndpoint.onRequest = async ({ queries, execute }) => {
          if (refused.flushes === 2 || !isFlush(queries)) return undefined;
          refused.flushes! += 1;
          // The first never arrives; of the second only the answer is lost.
          if (refused.flushes === 2) await execute();
          return "reset";
        }),
      3_000: evict,
      // By attempts, not by time: the counter waits twice as long after each.
      5_000: () =>
        (stack.sqlEndpoint.onRequest = async ({ queries }) => {
          if (refused.outage === 4) return undefined;
          if (isFlush(queries)) refused.outage! += 1;
          return "reset";
        }),
      5_200: evict,
      8_000: evict,
    };

    const download = async (version: string) => {
      const response = await fetch(new URL(`/dl/${name}/${name}-${version}.wasm`, stack.url));
      await response.arrayBuffer();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status === 200) expected.set(version, expected.get(version)! + 1);
    };
    const visitor = async () => {
      while (started < DOWNLOADS) {
        started += 1;
        await events[started]?.();
        await download(VERSIONS[started % 7 === 0 ? 2 : started % 2]!);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitor));
    expect([...statuses]).toEqual([[200, DOWNLOADS]]);
    expect(refused.flushes).toBe(2);
    expect(refused.outage).toBeGreaterThan(0);

    const totals = async () =>
      (
        await stack.sql`select p.downloads::int, p.recent_downloads as recent, p.week_downloads as week,
          (select sum(downloads)::int from plugin_downloads_daily d where d.plugin_id = p.id) as daily
          from plugins p where p.id = ${plugin!.id}`
      )[0];
    const all = { downloads: DOWNLOADS, recent: DOWNLOADS, week: DOWNLOADS, daily: DOWNLOADS };
    await expect.poll(totals, { timeout: 30_000 }).toEqual(all);
    const perVersion = await stack.sql<{ version: string; downloads: number; daily: number }>`
      select v.version, v.downloads::int, (
        select sum(d.downloads)::int from plugin_downloads_daily d where d.version_id = v.id
      ) as daily from plugin_versions v where v.plugin_id = ${plugin!.id}`;
    expect(new Map(perVersion.map(({ version, downloads }) => [version, downloads]))).toEqual(expected);
    for (const { downloads, daily } of perVersion) expect(daily).toBe(downloads);

    // A recount finds nothing to mend, and readers see the same.
    await stack.harness.getWorker().scheduled({ cron: "17 * * * *" });
    expect(await totals()).toEqual(all);
    const series = (await answer(author.request(`/api/v1/plugins/${name}/downloads`))).body;
    expect(series.total).toBe(DOWNLOADS);
    for (const { version, total } of series.versions)
      expect([version, total]).toEqual([version, expected.get(version)]);
    const { body } = await answer(author.request(`/api/v1/plugins/${name}`));
    expect([body.downloads, body.recent_downloads]).toEqual([DOWNLOADS, DOWNLOADS]);
    expect(body.badges).toContain("trending");
  },
);
