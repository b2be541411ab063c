import type { Bench } from "./bench.ts";
import { type CpuProfile, totalOf, workBy } from "./cpu-profile.ts";
import { measureRound, ownLoad } from "./measure.ts";
import { listProcesses } from "./processes.ts";
import type { Row } from "./rows.ts";

export interface Profiled {
  title: string;
  connections: number;
  perSecond: number;
  /** CPU milliseconds of one request, by process. */
  processes: [part: string, ms: number][];
  /** Shares of the time in which the Worker's thread worked, by function, largest first. */
  functions: [name: string, share: number][];
}

const SECONDS = 5;
const SAMPLE_EVERY_US = 100;
const SHOWN = 14;

/** Each row once more under V8's sampling profiler, with the CPU time of every process that takes part. */
export async function profileRows(bench: Bench, rows: Row[], bundle: string): Promise<Profiled[]> {
  const profiled = [];
  for (const row of rows) profiled.push(await profileRow(bench, row, bundle));
  return profiled;
}

async function profileRow(bench: Bench, row: Row, bundle: string): Promise<Profiled> {
  const load = { ...ownLoad(bench, row), seconds: SECONDS };
  await measureRound(bench, load);
  const debug = await connect(await bench.runtime.inspector(row.worker));
  await debug.send("Profiler.enable");
  await debug.send("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_US });
  await debug.send("Profiler.start");
  const before = await secondsByPart();
  const { answers, perSecond } = await measureRound(bench, load);
  const after = await secondsByPart();
  const { profile } = (await debug.send("Profiler.stop")) as { profile: CpuProfile };
  debug.close();
  const processes = [...after].map(([part, seconds]): [string, number] => [
    part,
    (1000 * (seconds - before.get(part)!)) / answers,
  ]);
  return { title: row.title, connections: row.connections, perSecond, processes, functions: sharesOf(profile, bundle) };
}

/** CPU seconds so far of the processes that this one has started, and its own. */
async function secondsByPart(): Promise<Map<string, number>> {
  const all = await listProcesses();
  const children = all.filter(({ parent }) => parent === process.pid);
  const sum = (processes: { cpuSeconds: number }[]) => processes.reduce((total, each) => total + each.cpuSeconds, 0);
  const named = (name: RegExp) => children.filter((child) => name.test(child.name));
  const servers = new Set(named(/^postgres/).map(({ pid }) => pid));
  const own = process.cpuUsage();
  return new Map([
    ["workerd", sum(named(/^workerd/))],
    ["PostgreSQL", sum(all.filter(({ pid, parent }) => servers.has(pid) || servers.has(parent)))],
    ["SQL endpoint", (own.user + own.system) / 1e6],
    ["load generator", sum(named(/^node|^MainThread/))],
  ]);
}

async function connect(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`no debugger at ${url}`)));
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown };
    waiting.get(id)?.(result);
  });
  return {
    send: (method: string, params = {}) =>
      new Promise<unknown>((resolve) => {
        const id = waiting.size;
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}

/** @param bundle names, in lines of comment, the files it was put together from */
function sharesOf(profile: CpuProfile, bundle: string): [string, number][] {
  const fileOf = fileNames(bundle);
  const work = workBy(profile, ({ callFrame: { functionName, lineNumber } }) => {
    const name = functionName || "(anonymous)";
    return lineNumber < 0 ? name : `${name}, ${fileOf(lineNumber)}`;
  });
  const total = totalOf(work);
  return [...work]
    .map(([name, ms]): [string, number] => [name, ms / total])
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, SHOWN);
}

/** esbuild writes the name of each file above what comes from it. */
function fileNames(bundle: string): (line: number) => string {
  const starts = bundle.split("\n").flatMap((text, line) => {
    const [, file] = /^\s*\/\/ ((?:src|node_modules|\.\.)\S*)$/.exec(text) ?? [];
    return file === undefined ? [] : [{ line, file: file.replace(/^.*node_modules\//, "") }];
  });
  return (line) => starts.findLast((start) => start.line <= line)?.file ?? "the runtime";
}
