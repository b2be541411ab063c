import { readFile, readdir } from "node:fs/promises";

export interface Process {
  pid: number;
  name: string;
  parent: number;
  /** CPU time of its threads, and of the children it has outlived. */
  cpuSeconds: number;
}

/** Hundredths of a second, on every Linux. */
const TICKS_PER_SECOND = 100;

/** All processes of this machine; none where there is no /proc. */
export async function listProcesses(): Promise<Process[]> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Boolean);
  const found = await Promise.all(pids.map((pid) => readProcess(pid).catch(() => undefined)));
  return found.filter((process) => process !== undefined);
}

export async function readProcess(pid: number): Promise<Process> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(text) ?? [];
  const fields = rest.split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, name, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}
