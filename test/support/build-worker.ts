import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { buildAssets } from "../../scripts/assets.ts";
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
