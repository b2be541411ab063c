import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { readName } from "../input/target.ts";
import { apply, recover } from "../install/apply.ts";
import { reportChanges } from "../install/changes.ts";
import { alone } from "../install/claim.ts";
import { pluginDirectory } from "../install/directory.ts";
import { needed, neededBy } from "../install/graph.ts";
import { requireInstalled } from "../install/installed.ts";
import { emptyLock, type Lock } from "../install/lock.ts";
import { readLock } from "../install/lock-file.ts";

/** And what only they needed. It asks no registry. */
export async function remove({ terminal }: Pick<Context, "terminal">, texts: readonly string[], dir?: string) {
  const names = texts.map(readName);
  const directory = pluginDirectory(dir);
  return alone(directory, terminal, async () => {
    const lock = (await readLock(directory)) ?? emptyLock("");
    requireInstalled(directory, lock, names);
    await recover(directory, lock);
    const kept = needed(lock.plugin.filter(({ name }) => !names.includes(name)));
    refuseNeeded(kept, names);
    const removed = lock.plugin.filter((plugin) => !kept.includes(plugin));
    const after: Lock = { ...lock, plugin: kept };
    await apply(directory, { lock: after, place: [], remove: removed.map(({ name }) => name) });
    return reportChanges(directory, { installed: [], removed, kept: kept.length });
  });
}

function refuseNeeded(kept: Lock["plugin"], names: readonly string[]): void {
  for (const name of names) {
    const others = neededBy(kept, name);
    if (others.length === 0) continue;
    throw new Failure(`${name} is needed by ${others.join(", ")}`, {
      exitCode: EXIT.failed,
      hint: `remove them too: mockforge-registry remove ${[...new Set([...names, ...others])].join(" ")}`,
    });
  }
}
