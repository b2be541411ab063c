import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Machine, machine } from "../support/cli.ts";

/** A machine, and its plugin directory. */
export interface Installed extends Machine {
  plugins: string;
  lockPath: string;
}

export async function installing(registryUrl: string, token?: string): Promise<Installed> {
  const here = await machine(registryUrl, token);
  const plugins = join(here.home, ".mockforge/plugins");
  return { ...here, plugins, lockPath: join(plugins, "mockforge-plugins.lock") };
}

/** Every file below a folder, by its path in it; empty where there is no folder. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), await readFile(path)] as const;
  });
  return new Map((await Promise.all(read)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The names alone. */
export const namesIn = async (folder: string): Promise<string[]> => [...(await filesIn(folder)).keys()];
