import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../stack/data-folder.ts";
import type { ReadsWithinLimit } from "./inspect.ts";
import { machineText, type RowReport, type Run, withinLimitText } from "./report.ts";

/** List prices in dollars, for what goes beyond a plan's allowance. */
const PRICES = {
  asOf: "November 2026",
  millionRequests: 0.3,
  millionCpuMs: 0.02,
  millionObjectCalls: 0.15,
  millionObjectRows: 1,
  millionLogEvents: 0.6,
  millionR2Writes: 4.5,
  millionR2Reads: 0.36,
  /** Neon's Launch plan: one compute unit for an hour. */
  computeHour: 0.106,
};

const HOUR_MS = 60 * 60 * 1000;
/** The platform's own record of the invocation, and our line unless it was served from memory. */
const logEvents = ({ calls }: RowReport): number => (calls.sql > 0 ? 2 : 1);

const isPublication = (title: string): boolean => title.startsWith("publish");
/** What objects write down for it: the counter each download, the limiter each publication. */
const objectRows = (title: string): number => (title.startsWith("download") || isPublication(title) ? 1 : 0);

/** Dollars for a million, part by part, in the order of the columns. */
function partsOf(row: RowReport): number[] {
  const { title, calls, own, sqlMs } = row;
  return [
    PRICES.millionRequests,
    (own.cpuMs ?? 0) * PRICES.millionCpuMs,
    calls.objects * PRICES.millionObjectCalls,
    objectRows(title) * PRICES.millionObjectRows,
    calls.r2 * (isPublication(title) ? PRICES.millionR2Writes : PRICES.millionR2Reads),
    ((1_000_000 * sqlMs) / HOUR_MS) * PRICES.computeHour,
    logEvents(row) * PRICES.millionLogEvents,
  ];
}

/** Writes docs/cost.md: what a million of each request costs, from what the table has counted and measured. */
export async function writeCosts(run: Run): Promise<void> {
  await writeFile(join(projectFolder, "docs/cost.md"), documentOf(run));
}

function documentOf(run: Run): string {
  // Beside others a statement takes longer than it costs.
  const rows = run.tables[0]!.rows.filter(({ connections, calls }) => connections === 1 || calls.sql === 0);
  return `# What a million requests cost

Written by \`npm run bench\`; do not edit. Dollars at the list prices of ${PRICES.asOf}, for what goes beyond the plans' allowances: a Worker
request $${PRICES.millionRequests} and a million CPU milliseconds $${PRICES.millionCpuMs}, a call of a Durable Object $${PRICES.millionObjectCalls}, a row it writes $${PRICES.millionObjectRows}, an event of Workers
Logs $${PRICES.millionLogEvents}, R2 $${PRICES.millionR2Writes} to write and $${PRICES.millionR2Reads} to read, each for a million; Neon $${PRICES.computeHour} for an hour of a compute unit.

Calls are counted; test/calls.test.ts holds them for every route. CPU is measured for workerd as a whole, with the simulators of objects, cache and
bucket, so it is too high rather than too low. SQL is the time of the route's statements, sent by \`pg\` alone where that was measured, as if a
compute unit did nothing else in it; for publications, the round trips as the Worker sees them. Not counted is how long objects stay in memory (an
idle one that may hibernate costs nothing), what is stored, and what leaves Neon.

${run.withinLimit ? limiterText(run.withinLimit) : ""}
${machineText(run)}

| a million of | SQL | objects | R2 | request | CPU | objects $ | rows $ | R2 $ | SQL $ | log $ | dollars |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(lineOf).join("")}
## The three largest, and what would lower them

1. **Two objects in R2 for each publication** ($${2 * PRICES.millionR2Writes} a million). The package holds the module, so one object would do if downloads of modules read a range of
   it; but publications are rare beside downloads, and a module of its own is served without unpacking.
2. **The log** ($${PRICES.millionLogEvents} a million of any request, and as much again where our own line is written): most of what a cached read costs is the platform's record of its
   invocation. \`invocation_logs = false\` saves it, once an Analytics Engine data set counts requests; \`head_sampling_rate\` lowers what is left in proportion.
3. **The row that a download's counter writes** ($${PRICES.millionObjectRows} a million downloads), because a download is durable before it is acknowledged. In a rush on one version those that
   come to an isolate while it calls the object share its next call, and those that come to the object while it writes share the next row, which is not counted here.
   Adding up downloads in the isolate for a second would lower both further, and lose a second's downloads when an isolate dies.
`;
}

/** How much more of the limiter a read may cost than the table says. */
function limiterText(withinLimit: ReadsWithinLimit): string {
  const { reads, objects } = withinLimit;
  const price = (calls: number) => `$${dollars(calls * PRICES.millionObjectCalls)}`;
  return `${withinLimitText(withinLimit)}So the limiter costs a million reads ${price(objects / reads)} where clients read all they may, and ${price(1)} where each reads once a minute.
`;
}

function lineOf(row: RowReport): string {
  const parts = partsOf(row);
  const total = parts.reduce((sum, part) => sum + part, 0);
  const cells = [row.title, row.calls.sql, row.calls.objects, row.calls.r2, ...[...parts, total].map(dollars)];
  return `| ${cells.join(" | ")} |\n`;
}

const dollars = (value: number): string => (value === 0 ? "" : value.toFixed(value < 0.1 ? 3 : 2));
