import type { Facts, Figures, Spread, Yardstick } from "./goals.ts";
import { inspect, type Inspected } from "./inspect.ts";
import type { Bench } from "./bench.ts";
import type { HttpLoad, Load, Measured, Statement } from "./load.ts";
import type { Row } from "./rows.ts";

export interface RowFacts extends Facts {
  bytes: number;
  /** The time that its statements take. */
  sqlMs: number;
  /** What it asks the database. */
  statements: Statement[];
}

/** An object of the limiter writes to its disk when it starts; this long before a round, those of its clients do. */
const PRIMING_SECONDS = 0.3;
let clients = 0;

/** The row and its yardsticks by turns, so that whatever else the machine does falls on all of them. */
export async function measureRow(bench: Bench, row: Row): Promise<RowFacts> {
  const inspected = await inspect(bench, row);
  const loads: [name: Yardstick | "own", load: Load][] = [["own", ownLoad(bench, row)]];
  for (const yardstick of row.yardsticks) {
    const load = await yardstickLoads[yardstick](bench, row, inspected);
    if (load) loads.push([yardstick, load]);
  }
  const rounds = new Map<string, Round[]>(loads.map(([name]) => [name, []]));
  for (const [, load] of loads) await measureRound(bench, { ...load, seconds: bench.warmUpSeconds });
  for (let round = 0; round < bench.rounds; round += 1) {
    for (const [name, load] of loads) rounds.get(name)!.push(await measureRound(bench, load));
  }
  for (const name of row.yardsticks) refuseFailures(`${row.title}: ${name}`, rounds.get(name) ?? []);
  const beside = row.yardsticks.filter((name) => rounds.has(name)).map((name) => [name, figures(rounds.get(name)!)]);
  const besides = Object.fromEntries(beside) as Facts["beside"];
  return {
    own: figures(rounds.get("own")!),
    beside: besides,
    sqlMs: besides.database?.p50.median ?? inspected.sqlMs,
    calls: inspected.calls,
    bytes: inspected.body.byteLength,
    statements: inspected.statements,
  };
}

interface Round extends Measured {
  cpuSeconds: number;
}

export async function measureRound({ runtime, generator, warmUpSeconds }: Bench, load: Load): Promise<Round> {
  const isOurs = load.kind === "http" && runtime.runs(load.url);
  const addressed = isOurs ? fromNewAddresses(load) : load;
  if (isOurs) await generator.run({ ...addressed, seconds: Math.min(PRIMING_SECONDS, warmUpSeconds) });
  const before = (await runtime.cpuSeconds()) ?? 0;
  const measured = await generator.run(addressed);
  return { ...measured, cpuSeconds: isOurs ? ((await runtime.cpuSeconds()) ?? 0) - before : 0 };
}

export function ownLoad({ runtime, seconds }: Bench, { worker, request, connections, expected = 200 }: Row): HttpLoad {
  return {
    kind: "http",
    url: runtime.url(worker).href,
    request,
    connections,
    seconds,
    expected,
  };
}

/** What the floor is asked, once it holds an answer. */
async function floorLoad(
  { runtime, seconds }: Bench,
  { connections, expected = 200 }: Row,
  { name, headers, body, calls }: Omit<Inspected, "statements" | "sqlMs"> & { name: string },
): Promise<HttpLoad> {
  const url = runtime.url("floor");
  const held = new URL(`/${name}?status=${expected}&reads_per_call=${Math.round(1 / calls.objects)}`, url);
  await fetch(held, { method: "PUT", body, headers: { "x-headers": JSON.stringify(headers) } });
  return { kind: "http", url: url.href, request: { path: `/${name}` }, connections, seconds, expected };
}

type YardstickLoad = (bench: Bench, row: Row, inspected: Inspected) => Promise<Load | undefined>;

const yardstickLoads: Record<Yardstick, YardstickLoad> = {
  floor(bench, row, inspected) {
    const type = inspected.headers["content-type"];
    return floorLoad(bench, row, { ...inspected, name: "answer", headers: { ...(type && { "content-type": type }) } });
  },
  async limited(bench, row, inspected) {
    const load = await floorLoad(bench, row, { ...inspected, name: "limited-answer" });
    return { ...load, request: { path: `/limited${load.request.path}` } };
  },
  async database({ databaseUrl, seconds }, { connections }, { statements }) {
    return { kind: "sql", databaseUrl, statements, connections, seconds };
  },
  async verdaccio({ verdaccio, seconds }, { verdaccio: request, connections }) {
    if (!verdaccio || !request) return undefined;
    if (request.publication === undefined) {
      return { kind: "http", url: verdaccio.url, request, connections, seconds, expected: 200 };
    }
    const headers = { ...request.headers, authorization: `Bearer ${verdaccio.token}` };
    return { kind: "http", url: verdaccio.url, request: { ...request, headers }, connections, seconds, expected: 201 };
  },
};

/**
 * Clients nobody has seen yet, each round: a limiter's object that comes back after a pause writes down every charge of
 * its minute, which is not what a busy one does.
 */
function fromNewAddresses(load: HttpLoad): HttpLoad {
  if (load.request.headers?.["cf-connecting-ip"]) return load;
  const addresses = Array.from({ length: load.connections }, () => {
    clients += 1;
    return `10.${clients >> 16}.${(clients >> 8) & 255}.${clients & 255}`;
  });
  return { ...load, addresses };
}

export function figures(rounds: Round[]): Figures {
  const cpuSeconds = sum(rounds.map((round) => round.cpuSeconds));
  const answers = sum(rounds.map((round) => round.answers));
  return {
    perSecond: spread(rounds.map(({ perSecond }) => perSecond)),
    p50: spread(rounds.map(({ p50 }) => p50)),
    p99: spread(rounds.map(({ p99 }) => p99)),
    cpuMs: cpuSeconds > 0 && answers > 0 ? (1000 * cpuSeconds) / answers : null,
    failures: sum(rounds.map(({ failures }) => failures)),
  };
}

function spread(values: number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { median: sorted[Math.floor(sorted.length / 2)]!, least: sorted[0]!, most: sorted.at(-1)! };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** A yardstick that fails is fast, and one that answers nothing is infinitely slow: neither measures anything. */
function refuseFailures(title: string, rounds: Measured[]): void {
  const failures = sum(rounds.map((measured) => measured.failures));
  if (failures > 0) throw new Error(`${title} failed ${failures} times`);
  if (sum(rounds.map(({ answers }) => answers)) === 0) throw new Error(`${title} answered nothing`);
}
