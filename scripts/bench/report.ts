import type { BenchOptions } from "./options.ts";
import { type Facts, type Figures, NAMES, type Spread, type Yardstick } from "./goals.ts";
import type { RowFacts } from "./measure.ts";
import type { Profiled } from "./profile.ts";
import type { Row } from "./rows.ts";
import type { Startup } from "./startup.ts";
import type { ReadsWithinLimit } from "./inspect.ts";
import type { Storm } from "./storm.ts";

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  /** One-minute load average when the run began: what else the machine was doing. */
  loadBefore: number;
  versions: Record<string, string>;
}

/** One run of the benchmark, as its JSON file holds it. */
export interface Run {
  kind: BenchOptions["kind"];
  date: string;
  machine: Machine;
  rounds: number;
  seconds: number;
  latencyMs: number;
  tables: { plugins: number; rows: RowReport[] }[];
  withinLimit?: ReadsWithinLimit;
  storm?: Storm;
  startup?: Startup;
  /** Of the rows that missed a goal in the table before. */
  profiles?: Profiled[];
}

/** A row without what only the program needs. */
export interface RowReport extends Omit<RowFacts, "statements"> {
  title: string;
  connections: number;
  goals: { text: string; measured: string; met: boolean }[];
}

export function reportOf(row: Row, { statements: _, ...facts }: RowFacts): RowReport {
  return { title: row.title, connections: row.connections, goals: judged(row, facts), ...facts };
}

function judged({ goals }: Row, facts: Facts): RowReport["goals"] {
  return goals.flatMap(({ text, value, isMet, unit }) => {
    const measured = value(facts);
    if (measured === undefined) return [];
    const shown = unit === "×" ? `${measured.toFixed(2)} ×` : `${round(measured)}${unit && ` ${unit}`}`;
    return [{ text, measured: shown, met: isMet(measured) }];
  });
}

const COLUMNS =
  "| route | clients | requests/s | p50 ms | p99 ms | CPU ms | SQL | objects | R2 | bytes | must show | shows |\n" +
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n";

export function tableOf(rows: RowReport[]): string {
  return COLUMNS + rows.flatMap(linesOf).join("");
}

function linesOf(row: RowReport): string[] {
  const { own, beside, calls, bytes, goals } = row;
  const cells = [
    row.title,
    row.connections,
    ...figureCells(own),
    calls.sql,
    calls.objects,
    calls.r2,
    bytes,
    goals.map(({ text }) => text).join("<br>"),
    goals.map(({ measured, met }) => `${met ? "✓" : "✗"} ${measured}`).join("<br>"),
  ];
  const yardsticks = Object.entries(beside).map(([name, figures]) =>
    line([`· ${NAMES[name as Yardstick]}`, "", ...figureCells(figures), ...Array<string>(6).fill("")]),
  );
  return [line(cells), ...yardsticks];
}

const figureCells = ({ perSecond, p50, p99, cpuMs }: Figures): string[] => [
  ...[perSecond, p50, p99].map(shown),
  cpuMs === null ? "" : round(cpuMs),
];

const line = (cells: (string | number)[]): string => `| ${cells.join(" | ")} |\n`;

const shown = ({ median, least, most }: Spread): string =>
  least === most ? round(median) : `${round(median)} (${round(least)}–${round(most)})`;

function round(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace(/\.?0+$/, "");
}

export function withinLimitText({ reads, objects }: ReadsWithinLimit): string {
  return `In the table limits are a million times as wide as in production, where one call of the limiter pays for fewer reads. There a client has ${reads} reads a minute; for
those it was called ${objects} times, ${round(objects / reads)} for each. A client's only read in a minute calls it once.
`;
}

export function stormText({ readersAlone, readersBeside, signedIn, refused }: Storm): string {
  const cells = ({ perSecond, p50, p99 }: Figures) => [perSecond, p50, p99].map(shown).join(" | ");
  return `| readers of a cached page, 8 clients | requests/s | p50 ms | p99 ms |
| --- | ---: | ---: | ---: |
| alone | ${cells(readersAlone)} |
| while 16 people sign in over and over | ${cells(readersBeside)} |

Meanwhile ${round(signedIn)} sign-ins a second succeeded; ${round(refused)} a second were answered 503 with Retry-After.
`;
}

export function startupText({ gzippedKb, cpuMs }: Startup): string {
  const mark = (met: boolean) => (met ? "✓" : "✗");
  return `The Worker's bundle has ${round(gzippedKb)} KB gzipped (${mark(gzippedKb <= 350)} ≤ 350 KB); starting it takes ${round(cpuMs)} ms \
of CPU (${mark(cpuMs <= 50)} ≤ 50 ms), the least of three starts.
`;
}

/** p50 of each read at each size, and how much slower the largest is than the smallest. */
export function growthTable(tables: Run["tables"]): string {
  const sizes = tables.map(({ plugins }) => plugins);
  const titles = tables[0]!.rows.map(({ title }) => title);
  const head = `| read, one client: p50 ms | ${sizes.map((size) => size.toLocaleString("en")).join(" | ")} | grows |\n`;
  const rule = `| --- | ${"---: | ".repeat(sizes.length + 1)}\n`;
  const lines = titles.map((title) => {
    const medians = tables.map(({ rows }) => rows.find((row) => row.title === title)!.own.p50.median);
    const grows = medians.at(-1)! / medians[0]!;
    return line([title, ...medians.map(round), `${grows < 2 ? "✓" : "✗"} ${round(grows)} ×`]);
  });
  return `${head}${rule}${lines.join("")}`;
}

export function profileText(profiles: Profiled[]): string {
  return profiles
    .map(({ title, connections, perSecond, processes, functions }) => {
      const parts = processes.map(([part, ms]) => `${part} ${round(ms)} ms`).join(", ");
      const rows = functions.map(([name, share]) => line([name.replaceAll("|", "\\|"), `${round(100 * share)} %`]));
      return `#### ${title}, ${connections} at once

${round(perSecond)} requests/s while watched. CPU of a request: ${parts}.

| the Worker's thread, where it works | share |\n| --- | ---: |\n${rows.join("")}`;
    })
    .join("\n");
}

export function machineText({ machine, date, rounds, seconds }: Run): string {
  const { cpu, cores, memoryGb, loadBefore, versions } = machine;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}: ${cores} cores of ${cpu}, ${memoryGb} GB; ${named.join(", ")}. Rounds of ${seconds} s: ${rounds}; \
shown are medians, and in brackets least and most. The load average was ${loadBefore.toFixed(1)} when it began: below 0.3 nobody else \
was using the machine.`;
}
