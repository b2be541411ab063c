import { platform } from "node:process";
import { afterAll, beforeAll, expect } from "vitest";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { proves, times } from "../../support/proof.ts";
import { expectTotalsToHold } from "../../support/recount.ts";
import { printedSeed } from "../../support/seed.ts";
import { type Report, soak } from "../../support/soak/load.ts";
import type { Kind } from "../../support/soak/mix.ts";
import { makeSoakWorld, type SoakWorld } from "../../support/soak/world.ts";
import { heapMib, memoryOfWorker } from "../../support/worker-memory.ts";

/** Ten minutes, or a moment in which nothing can be said of growth. */
const PERIODS = times({ proof: 10, test: 2 });
const PERIOD_MS = times({ proof: 60_000, test: 1_000 });
const PLUGINS = times({ proof: 5_000, test: 300 });
const CONNECTIONS = times({ proof: 50, test: 10 });
/** Three hundreds have a write of each kind. */
const LEAST_REQUESTS = 300;
const FLUSH_SECONDS = times({ proof: 10, test: 0.2 });
const isWhole = PERIODS >= 10;

const MOST_GROWTH = 0.1;
const MOST_SLOWER = 1.2;

let stack: PrivateStack;
let world: SoakWorld;
let totalsBefore: any;
const reports: Report[] = [];
/** What the Worker's isolate held at the end of each period, and all of workerd, which is the cache, the bucket and the objects' storage as well. */
const memory: { heap: number; resident: number }[] = [];

beforeAll(async () => {
  const caching = { EDGE_CACHE_SECONDS: 60, DOWNLOAD_FLUSH_SECONDS: FLUSH_SECONDS };
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1_000_000, ...caching } });
  world = await makeSoakWorld(stack, PLUGINS);
  totalsBefore = await expectTotalsToHold(stack.sql);
  const worker = platform === "linux" ? await memoryOfWorker() : undefined;
  const load = { url: stack.url, world, seed: printedSeed("soak"), connections: CONNECTIONS, least: LEAST_REQUESTS };
  await soak({ ...load, periods: PERIODS, periodMs: PERIOD_MS }, async (report) => {
    reports.push(report);
    memory.push({ heap: await heapMib(stack.inspector), resident: (await worker?.residentMib()) ?? 0 });
    const { answers, p99 } = report;
    console.log(`${answers} answers, p99 ${p99.toFixed(0)} ms, ${JSON.stringify(memory.at(-1))} MiB`);
  });
}, 900_000);
afterAll(() => stack?.close());

const made = (...kinds: Kind[]): number =>
  reports.reduce((sum, { counts }) => sum + kinds.reduce((all, kind) => all + (counts[kind] ?? 0), 0), 0);

proves("the mix of a real registry meets no 5xx and no wrong answer", async (tally) => {
  const wrong = reports.flatMap((report) => report.wrong);
  for (const each of wrong.slice(0, 10)) console.error(each);
  tally.tried = reports.reduce((sum, { answers }) => sum + answers, 0);
  tally.failed = wrong.length;
  tally.remark = `${CONNECTIONS} connections, ${(PERIODS * PERIOD_MS) / 1_000} s`;
});

proves("each download, review and publication of that load is counted once", async (tally) => {
  const downloads = totalsBefore.downloads + made("download");
  await expect
    .poll(async () => (await expectTotalsToHold(stack.sql)).downloads, { timeout: 3_000 * FLUSH_SECONDS + 5_000 })
    .toBe(downloads);
  expect(await expectTotalsToHold(stack.sql)).toMatchObject({
    downloads,
    reviews: totalsBefore.reviews + made("review"),
    versions: totalsBefore.versions + made("version", "plugin"),
    plugins: totalsBefore.plugins + made("plugin"),
  });
  tally.tried = made("download", "review", "version", "plugin");
});

if (isWhole) {
  proves("the Worker's memory grows by less than a tenth under it", async (tally) => {
    const growth = memory.at(-1)!.heap / memory[1]!.heap - 1;
    tally.tried = PERIODS;
    tally.failed = growth < MOST_GROWTH ? 0 : 1;
    const inMib = (which: "heap" | "resident") =>
      memory.map((each) => each[which].toFixed(which === "heap" ? 1 : 0)).join(", ");
    tally.remark = `after collection ${inMib("heap")} MiB; workerd with its simulators ${inMib("resident")} MiB`;
  });

  proves(
    "the slowest hundredth is no slower in the last minute than in the second, by more than a fifth",
    async (tally) => {
      tally.tried = PERIODS;
      tally.failed = reports.at(-1)!.p99 <= MOST_SLOWER * reports[1]!.p99 ? 0 : 1;
      tally.remark = `p99 ${reports.map(({ p99 }) => p99.toFixed(0)).join(", ")} ms; ${reports.map(({ answers }) => answers).join(", ")} answers`;
    },
  );
}
