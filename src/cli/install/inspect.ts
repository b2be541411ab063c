import { readdir } from "node:fs/promises";
import { join } from "node:path";
import pMap from "p-map";
import { folderOf, MANIFEST, moduleFile, type PluginDirectory } from "./directory.ts";
import type { LockedPlugin } from "./lock.ts";
import { sha256OfFile } from "./sha256.ts";

export type State = "intact" | "missing" | "changed";

export interface Inspection {
  state: State;
  /** What is wrong with it, a sentence each. */
  problems: string[];
}

const AT_ONCE = 8;

/** Hashes every plugin's files anew. */
export async function inspectAll(
  directory: PluginDirectory,
  plugins: readonly LockedPlugin[],
): Promise<Map<string, Inspection>> {
  const inspections = await pMap(plugins, async (plugin) => [plugin.name, await inspect(directory, plugin)] as const, {
    concurrency: AT_ONCE,
  });
  return new Map(inspections);
}

async function inspect(directory: PluginDirectory, plugin: LockedPlugin): Promise<Inspection> {
  const folder = folderOf(directory, plugin.name);
  const files = await readdir(folder).catch(() => undefined);
  if (files === undefined) return { state: "missing", problems: ["its folder is missing"] };
  const own = moduleFile(plugin.name);
  // MockForge loads the first module that it comes upon.
  const strays = files.filter((file) => file.endsWith(".wasm") && file !== own);
  const problems = [
    await compare(folder, own, plugin.checksum),
    await compare(folder, MANIFEST, plugin.manifest_checksum),
    ...strays.map((file) => `${file} does not belong to it`),
  ].filter((problem) => problem !== undefined);
  return { state: problems.length === 0 ? "intact" : "changed", problems };
}

async function compare(folder: string, file: string, checksum: string): Promise<string | undefined> {
  try {
    const found = await sha256OfFile(join(folder, file));
    if (found === undefined) return `${file} is missing`;
    return found === checksum ? undefined : `${file} is not what was installed`;
  } catch (error) {
    return `${file} cannot be read: ${(error as Error).message}`;
  }
}
