import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../stack/data-folder.ts";
import { writeCosts } from "./cost.ts";
import {
  growthTable,
  machineText,
  profileText,
  type Run,
  startupText,
  stormText,
  tableOf,
  withinLimitText,
} from "./report.ts";

const documents = join(projectFolder, "docs");
const folder = join(documents, "benchmarks");

/** Keeps a run, and writes docs/benchmarks.md from the last run of each kind. */
export async function publishRun(run: Run): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${run.kind}.json`), JSON.stringify(run, null, 2));
  const kinds = ["table", "profile", "latency", "growth"] as const;
  const [table, profile, latency, growth] = await Promise.all(kinds.map(lastRun));
  const sections = [
    introduction,
    table && tableSection(table),
    profile?.profiles && profileSection(profile, profile.profiles),
    latency && latencySection(latency),
    growth && growthSection(growth),
  ];
  await writeFile(join(documents, "benchmarks.md"), sections.filter(Boolean).join("\n"));
  if (run.kind === "table") await writeCosts(run);
  await promisify(execFile)("oxfmt", [documents]);
}

/** @returns undefined when there was none */
export async function lastRun(kind: Run["kind"]): Promise<Run | undefined> {
  const text = await readFile(join(folder, `${kind}.json`), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Run);
}

const introduction = `# Benchmarks

Written by \`npm run bench\`; do not edit. The Worker runs on workerd with nothing in front, on a real PostgreSQL 17 behind Neon's
SQL-over-HTTP protocol, filled by the seeder. A row and what stands beside it take turns, so the ratios say more than the numbers.

- **floor**: a bare Hono route that answers with the same bytes, on the same workerd.
- **floor, limited**: the same with every header that our answer has, an id of its own, and one call of a Durable Object for ten reads of a client,
  as often as the limiter is called: the least that a route with these headers and such a limiter does.
- **database floor**: the route's own statements, sent by \`pg\` alone with as many connections.
- **Verdaccio**: the npm registry that people host themselves, as it comes, on what it has that is alike: the metadata of a package with three
  versions, a tarball of 50 KB, a search over 600 packages, the publication of 50 KB.

Its files, and those of the simulators of objects, cache and bucket, are in memory where the system allows. Each connection is a client with an address of its own; all
of a row ask for the same, and who asks for what another is waiting for shares the next read, but in rows of which no two requests are alike.

CPU is that of the whole workerd process for a request: besides the Worker, its Durable Objects and the simulators of cache and bucket. SQL,
objects and R2 are the calls that one request makes once caches are warm; a test holds them for every route.
`;

const tableSection = (run: Run): string => `## At ${run.tables[0]!.plugins.toLocaleString("en")} plugins

${machineText(run)}

${tableOf(run.tables[0]!.rows)}
### Within the limits of production

${run.withinLimit ? withinLimitText(run.withinLimit) : ""}
### A storm of sign-ins

${run.storm ? stormText(run.storm) : ""}
### Starting

${run.startup ? startupText(run.startup) : ""}`;

const profileSection = (
  run: Run,
  profiles: NonNullable<Run["profiles"]>,
): string => `### Where the time goes in what misses

\`npm run bench -- --profile\`: each row that missed a goal once more, under V8's sampling profiler, and the CPU time that every process spends
on one request. What follows from it is said in [misses](benchmarks/misses.md). ${machineText(run)}

${profileText(profiles)}`;

const latencySection = (run: Run): string => `## With ${run.latencyMs} ms to the database

\`npm run bench -- --latency ${run.latencyMs}\`. ${machineText(run)}

${tableOf(run.tables[0]!.rows)}`;

const growthSection = (run: Run): string => `## As the registry grows

\`npm run bench -- --rows ${run.tables.at(-1)!.plugins}\`. ${machineText(run)} Each read was measured at every size before the next. The plans of these reads at the largest size are in [explain](benchmarks/explain.md).

${growthTable(run.tables)}`;
