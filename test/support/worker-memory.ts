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

/** What the Worker's isolate holds once V8 has collected what it need not: objects, what they hold outside the heap, and buffers. */
export async function heapMib(inspector: string): Promise<number> {
  const targets = (await (await fetch(`${inspector.replace(/^ws/, "http")}json`)).json()) as { id: string }[];
  const worker = targets.find(({ id }) => id.startsWith("core:user:"));
  if (!worker) throw new Error(`no Worker among ${JSON.stringify(targets)}`);
  const socket = new WebSocket(`${inspector}${worker.id}`);
  const answers = new Map<number, (result: HeapUsage) => void>();
  const { promise: opened, resolve, reject } = Promise.withResolvers<unknown>();
  socket.addEventListener("open", resolve);
  socket.addEventListener("error", reject);
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: HeapUsage };
    if (id !== undefined) answers.get(id)?.(result);
  });
  await opened;
  const call = (id: number, method: string) =>
    new Promise<HeapUsage>((done) => {
      answers.set(id, done);
      socket.send(JSON.stringify({ id, method }));
    });
  await call(1, "HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await call(2, "Runtime.getHeapUsage");
  socket.close();
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1024 ** 2;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize: number;
  backingStorageSize: number;
}
