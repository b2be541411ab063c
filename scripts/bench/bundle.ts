import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildAssets } from "../assets.ts";
import { projectFolder } from "../stack/data-folder.ts";
import { wranglerEnvironment, wranglerScript } from "../stack/wrangler.ts";

export interface Bundles {
  registry: string;
  counting: string;
  floor: string;
}

const workerFolder = join(projectFolder, "scripts/bench/worker");

/**
 * The Worker as it would be deployed, or with its names for who profiles it; the one that counts its calls; and the floor:
 * one module each.
 */
export async function buildBundles({ readable = false } = {}): Promise<Bundles> {
  await buildAssets();
  const [registry, counting, floor] = await Promise.all([
    bundle(readable ? ["--minify=false"] : [], "index.js"),
    bundle([join(workerFolder, "counting/index.ts")], "index.js"),
    bundle(["--config", join(workerFolder, "floor.wrangler.toml")], "floor.js"),
  ]);
  return { registry, counting, floor };
}

/** @param what options of `wrangler deploy` @param file the module that comes out */
export async function bundle(what: string[], file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-bundle-"));
  const options = ["deploy", ...what, "--dry-run", "--outdir", folder];
  try {
    const at = { cwd: projectFolder, env: wranglerEnvironment };
    await promisify(execFile)(process.execPath, [wranglerScript, ...options], at);
    return await readFile(join(folder, file), "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
