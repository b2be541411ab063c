import { execFile } from "node:child_process";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { promisify } from "node:util";
import { buildAssets } from "../../scripts/assets.ts";
import { memoryFolder } from "../../scripts/stack/memory-folder.ts";
import { wranglerEnvironment, wranglerScript } from "../../scripts/stack/wrangler.ts";

/**
 * Bundles the Worker once, as a deployment would, so that each stack of the tests only has to load it.
 * @param entry another one than the Worker's own
 */
export async function buildWorker(outdir: string, entry?: string): Promise<void> {
  await buildAssets();
  const args = [wranglerScript, "deploy", ...(entry ? [entry] : []), "--dry-run", "--outdir", outdir];
  try {
    await promisify(execFile)(process.execPath, args, { env: wranglerEnvironment });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`The Worker does not build:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** The Worker as another entry makes it, in a folder of its own, to be removed in afterAll. */
export async function buildVariant(entry: string): Promise<{ workerDir: string; remove: () => Promise<void> }> {
  const workerDir = await mkdtemp(join(await memoryFolder(), "mockforge-variant-"));
  await buildWorker(workerDir, entry);
  // The bundle is named for its entry, and looked for by the Worker's own name.
  await rename(join(workerDir, `${parse(entry).name}.js`), join(workerDir, "index.js"));
  return { workerDir, remove: () => rm(workerDir, { recursive: true, force: true }) };
}
