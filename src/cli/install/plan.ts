import { access } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { folderOf, type PluginDirectory } from "./directory.ts";
import { mismatch } from "./fetch-package.ts";
import { inspectAll } from "./inspect.ts";
import type { Lock, LockedPlugin, WantedPlugin } from "./lock.ts";

export interface Step {
  plugin: WantedPlugin;
  /** What the lock says that is there. */
  before: LockedPlugin | undefined;
}

export interface Plan {
  /** To be fetched. */
  steps: Step[];
  /** On the disk already, to the byte. */
  kept: LockedPlugin[];
  removed: LockedPlugin[];
}

/** What to do, so that the directory holds what is wanted and nothing else of ours. @throws Failure */
export async function planFor(directory: PluginDirectory, lock: Lock, wanted: readonly WantedPlugin[]): Promise<Plan> {
  const before = new Map(lock.plugin.map((plugin) => [plugin.name, plugin]));
  const inspections = await inspectAll(directory, lock.plugin);
  const plan: Plan = { steps: [], kept: [], removed: [] };
  for (const plugin of wanted) {
    const locked = before.get(plugin.name);
    if (locked === undefined) await refuseStranger(directory, plugin.name);
    const isSame = locked?.version === plugin.version;
    if (isSame && locked.checksum !== plugin.checksum) {
      throw mismatch(plugin, `the registry now says SHA-256 ${plugin.checksum}, and the lock ${locked.checksum}`);
    }
    const stays = isSame && inspections.get(plugin.name)?.state === "intact";
    if (stays) plan.kept.push({ ...locked, ...plugin, requirement: plugin.requirement });
    else plan.steps.push({ plugin, before: locked });
  }
  const names = new Set(wanted.map(({ name }) => name));
  plan.removed = lock.plugin.filter(({ name }) => !names.has(name));
  return plan;
}

/** Whether the lock would be another one afterwards. */
export function changesLock(lock: Lock, wanted: readonly WantedPlugin[]): boolean {
  const facts = (plugins: readonly WantedPlugin[]) =>
    new Map(
      plugins.map(({ name, version, checksum, requirement, dependencies }) => [
        name,
        { version, checksum, requirement, dependencies },
      ]),
    );
  return !isDeepStrictEqual(facts(lock.plugin), facts(wanted));
}

async function refuseStranger(directory: PluginDirectory, name: string): Promise<void> {
  const folder = folderOf(directory, name);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new Failure(`${folder} is there already, and mockforge-registry did not install it`, {
    exitCode: EXIT.failed,
    hint: "move it out of the way, then try again",
  });
}
