import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Bench } from "./bench/bench.ts";
import { buildBundles, type Bundles } from "./bench/bundle.ts";
import { type SeededServer, startSeededServer } from "./bench/database.ts";
import { lastRun, publishRun } from "./bench/document.ts";
import { writePlans } from "./bench/explain.ts";
import { roundTrips } from "./bench/goals.ts";
import { countWithinLimit } from "./bench/inspect.ts";
import { type Generator, startGenerator, type Statement } from "./bench/load.ts";
import { describeMachine } from "./bench/machine.ts";
import { measureRow } from "./bench/measure.ts";
import { type BenchOptions, readOptions } from "./bench/options.ts";
import { profileRows } from "./bench/profile.ts";
import {
  growthTable,
  machineText,
  profileText,
  reportOf,
  type RowReport,
  type Run,
  startupText,
  stormText,
  tableOf,
  withinLimitText,
} from "./bench/report.ts";
import { type Row, rowsOf } from "./bench/rows.ts";
import { startRuntime } from "./bench/runtime.ts";
import { measureStartup } from "./bench/startup.ts";
import { measureStorm } from "./bench/storm.ts";
import { startVerdaccio, type Verdaccio } from "./bench/verdaccio.ts";
import { commonTermOf, prepareWorld, type World } from "./bench/world.ts";
import { Problem, runCommand } from "./stack/problem.ts";
import { startSqlEndpoint } from "./stack/sql-endpoint.ts";

const say = (line: string): void => console.error(line);

interface Parts {
  bundles: Bundles;
  server: SeededServer;
  generator: Generator;
  verdaccio: Verdaccio | undefined;
}

await runCommand(async () => {
  const options = readOptions();
  const closers: (() => unknown)[] = [];
  try {
    const [server, bundles] = await Promise.all([
      startSeededServer(say),
      buildBundles({ readable: options.kind === "profile" }),
    ]);
    closers.push(server.stop);
    const generator = startGenerator();
    closers.push(generator.stop);
    const besideVerdaccio = options.kind === "table" || options.kind === "quick";
    const verdaccio = besideVerdaccio ? await startVerdaccio() : undefined;
    if (verdaccio) closers.push(verdaccio.stop);
    const run = await benchmark(options, { bundles, server, generator, verdaccio });
    console.log(resultOf(run));
    if (run.kind !== "quick") await publishRun(run);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
});

async function benchmark(options: BenchOptions, parts: Parts): Promise<Run> {
  const { kind, sizes, rounds, seconds, latencyMs } = options;
  const run: Run = {
    kind,
    date: new Date().toISOString().slice(0, 10),
    machine: await describeMachine(parts.server.url),
    rounds,
    seconds,
    latencyMs,
    tables: [],
  };
  if (kind === "table") run.startup = await measureStartup(parts.bundles.registry);
  const [plugins = 0] = sizes;
  if (kind === "growth") return { ...run, tables: await measureGrowth(options, parts) };
  await withBench(options, parts, plugins, async (bench, world) => {
    const rows = rowsFor(options, rowsOf(world, plugins));
    if (kind === "profile") {
      run.profiles = await profileRows(bench, await missed(rows), parts.bundles.registry);
      return;
    }
    run.tables.push({ plugins, rows: (await measureRows(bench, rows)).reports });
    if (kind !== "table" && kind !== "quick") return;
    run.withinLimit = await countWithinLimit(bench, `/api/v1/plugins/${world.plugin}`);
    run.storm = await measureStorm(bench, world);
  });
  return run;
}

interface Size {
  plugins: number;
  bench: Bench;
  rows: Row[];
}

/** Each read at every size before the next read, so that whatever else the machine does falls on all of them. */
async function measureGrowth(options: BenchOptions, parts: Parts, opened: Size[] = []): Promise<Run["tables"]> {
  const plugins = options.sizes[opened.length];
  if (plugins !== undefined)
    return withBench(options, parts, plugins, (bench, world) =>
      measureGrowth(options, parts, [...opened, { plugins, bench, rows: rowsFor(options, rowsOf(world, plugins)) }]),
    );
  const tables = new Map<Size, RowReport[]>(opened.map((size) => [size, []]));
  const largest = opened.at(-1)!;
  const statements = new Map<string, Statement[]>();
  for (const { title } of largest.rows) {
    for (const [size, reports] of tables) {
      say(`${size.plugins} plugins:`);
      const measured = await measureRows(
        size.bench,
        size.rows.filter((row) => row.title === title),
      );
      reports.push(...measured.reports);
      if (size === largest) for (const [of, asked] of measured.statements) statements.set(of, asked);
    }
  }
  await writePlans(largest.bench.databaseUrl, largest.plugins, statements);
  return [...tables].map(([size, rows]) => ({ plugins: size.plugins, rows }));
}

async function withBench<Result>(
  { kind, rounds, seconds, warmUpSeconds, latencyMs }: BenchOptions,
  { bundles, server, generator, verdaccio }: Parts,
  plugins: number,
  work: (bench: Bench, world: World) => Promise<Result>,
): Promise<Result> {
  const database = await server.open(plugins);
  const endpoint = await startSqlEndpoint({ record: true });
  const jwtSecret = randomBytes(32).toString("hex");
  const runtime = await startRuntime({
    bundles,
    databaseUrl: database.url,
    sqlEndpoint: endpoint.url,
    jwtSecret,
    inspectable: kind === "profile",
  });
  try {
    const commonTerm = commonTermOf(plugins);
    const world = await prepareWorld({ runtime, databaseUrl: database.url, jwtSecret, commonTerm });
    if (latencyMs > 0) endpoint.onRequest = () => wait(latencyMs);
    return await work(
      { runtime, endpoint, generator, databaseUrl: database.url, verdaccio, rounds, seconds, warmUpSeconds },
      world,
    );
  } finally {
    await runtime.stop();
    await endpoint.close();
    await database.drop();
  }
}

/**
 * Which rows a kind of run measures: a quick one no variation of another, growth looks at reads of the database, and so does
 * latency, beside cached ones.
 */
function rowsFor({ kind, latencyMs }: BenchOptions, rows: Row[]): Row[] {
  if (kind === "growth") return rows.filter(isAlone);
  if (kind === "quick") return rows.filter(({ isVariation }) => !isVariation);
  if (kind !== "latency") return rows;
  const cached = rows.filter(({ worker }) => worker === "cached").filter((row) => !isWrite(row));
  const unchanged = cached.map((row) => ({ ...row, yardsticks: [], goals: [] }));
  return [...unchanged, ...rows.filter(isAlone).map((row) => ({ ...row, goals: [roundTrips(1.2, latencyMs)] }))];
}

/** The rows that did not show what they must when the table was last made. */
async function missed(rows: Row[]): Promise<Row[]> {
  const table = await lastRun("table");
  if (!table) throw new Problem("There is no table yet whose misses could be looked at: npm run bench makes it.");
  const misses = table.tables[0]!.rows.filter(({ goals }) => goals.some(({ met }) => !met));
  return rows.filter(({ title, connections }) =>
    misses.some((miss) => miss.title === title && miss.connections === connections),
  );
}

// Functions, since the run above begins before a constant here would be there.
function isAlone({ isUncachedRead, connections }: Row): boolean {
  return isUncachedRead === true && connections === 1;
}

function isWrite({ request }: Row): boolean {
  return request.publication !== undefined;
}

async function measureRows(
  bench: Bench,
  rows: Row[],
): Promise<{ reports: RowReport[]; statements: Map<string, Statement[]> }> {
  const reports: RowReport[] = [];
  const statements = new Map<string, Statement[]>();
  for (const row of rows) {
    const facts = await measureRow(bench, row);
    reports.push(reportOf(row, facts));
    statements.set(row.title, facts.statements);
    say(`${row.title}, ${row.connections} at once: ${facts.own.perSecond.median.toFixed(0)} a second`);
  }
  return { reports, statements };
}

function resultOf(run: Run): string {
  const tables = run.kind === "growth" ? [growthTable(run.tables)] : run.tables.map(({ rows }) => tableOf(rows));
  return [
    machineText(run),
    ...tables,
    ...(run.withinLimit ? [withinLimitText(run.withinLimit)] : []),
    ...(run.storm ? [stormText(run.storm)] : []),
    ...(run.startup ? [startupText(run.startup)] : []),
    ...(run.profiles ? [profileText(run.profiles)] : []),
  ].join("\n\n");
}
