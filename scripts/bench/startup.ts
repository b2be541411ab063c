import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { projectFolder } from "../stack/data-folder.ts";
import { wranglerEnvironment, wranglerScript } from "../stack/wrangler.ts";

export interface Startup {
  gzippedKb: number;
  /** From the first byte that runs until requests can be answered, without waiting. */
  cpuMs: number;
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  /** Microseconds since the sample before. */
  timeDeltas: number[];
}

/** A start is preempted as anything is: the shortest of several says what it takes. */
const STARTS = 3;

/** What each isolate that starts has to load and to run first. */
export async function measureStartup(bundle: string): Promise<Startup> {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(cpuMsOf(await profileOfStart()));
  return { gzippedKb: gzipSync(bundle).length / 1024, cpuMs: Math.min(...starts) };
}

async function profileOfStart(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-startup-"));
  const outfile = join(folder, "start.cpuprofile");
  try {
    const at = { cwd: projectFolder, env: wranglerEnvironment };
    await promisify(execFile)(process.execPath, [wranglerScript, "check", "startup", "--outfile", outfile], at);
    return JSON.parse(await readFile(outfile, "utf8")) as Profile;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cpuMsOf({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id));
  const working = timeDeltas.filter((_, index) => !idle.has(samples[index]!));
  return working.reduce((sum, delta) => sum + delta, 0) / 1000;
}
