import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { projectFolder } from "../stack/data-folder.ts";
import { type CpuProfile, totalOf, workBy } from "./cpu-profile.ts";
import { wranglerEnvironment, wranglerScript } from "../stack/wrangler.ts";

export interface Startup {
  gzippedKb: number;
  /** From the first byte that runs until requests can be answered, without waiting. */
  cpuMs: number;
}

/** A start is preempted as anything is: the shortest of several says what it takes. */
const STARTS = 3;

/** What each isolate that starts has to load and to run first. */
export async function measureStartup(bundle: string): Promise<Startup> {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(totalOf(workBy(await profileOfStart(), () => "all")));
  return { gzippedKb: gzipSync(bundle).length / 1024, cpuMs: Math.min(...starts) };
}

async function profileOfStart(): Promise<CpuProfile> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-startup-"));
  const outfile = join(folder, "start.cpuprofile");
  try {
    const at = { cwd: projectFolder, env: wranglerEnvironment };
    await promisify(execFile)(process.execPath, [wranglerScript, "check", "startup", "--outfile", outfile], at);
    return JSON.parse(await readFile(outfile, "utf8")) as CpuProfile;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
