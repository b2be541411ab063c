import { readdir, readFile, writeFile } from "node:fs/promises";

/** What the workerd processes that this one has started hold, with all that runs in them. */
export interface WorkerMemory {
  residentMib(): Promise<number>;
  /** The most since it was forgotten. */
  peakMib(): Promise<number>;
  forgetPeak(): Promise<void>;
}

/** Linux alone says how much a process held at most, and forgets it when asked to. */
export async function memoryOfWorker(): Promise<WorkerMemory> {
  const folders = await workersOf(process.pid);
  if (folders.length === 0) throw new Error("this process has started no workerd");
  const mib = async (which: "VmRSS" | "VmHWM") => {
    let kib = 0;
    for (const folder of folders) {
      const status = await readFile(`${folder}/status`, "utf8");
      kib += Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, "m").exec(status)![1]);
    }
    return kib / 1024;
  };
  return {
    residentMib: () => mib("VmRSS"),
    peakMib: () => mib("VmHWM"),
    async forgetPeak() {
      for (const folder of folders) await writeFile(`${folder}/clear_refs`, "5");
    },
  };
}

/** Their folders in /proc. */
async function workersOf(parent: number): Promise<string[]> {
  const found: string[] = [];
  for (const folder of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${folder}/status`, "utf8").catch(() => "");
    if (/^Name:\s+workerd$/m.test(status) && status.includes(`\nPPid:\t${parent}\n`)) found.push(`/proc/${folder}`);
  }
  return found;
}
