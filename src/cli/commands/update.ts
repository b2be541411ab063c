import type { Context } from "../context.ts";
import { readName } from "../input/target.ts";
import { recover } from "../install/apply.ts";
import { carryOut } from "../install/carry-out.ts";
import { alone } from "../install/claim.ts";
import { pluginDirectory } from "../install/directory.ts";
import { rootsOf, versionsOf } from "../install/graph.ts";
import { requireInstalled } from "../install/installed.ts";
import { openLock } from "../install/open-lock.ts";
import { resolveWanted } from "../install/resolve-wanted.ts";

interface UpdateOptions {
  dir?: string;
  yes?: true;
  mockforgeVersion?: string;
}

/** To the newest versions that fit what was asked for: of these plugins, or of all. */
export async function update(context: Context, texts: readonly string[], options: UpdateOptions) {
  const names = texts.map(readName);
  const directory = pluginDirectory(options.dir);
  return alone(directory, context.terminal, async () => {
    const lock = await openLock(context, directory);
    requireInstalled(directory, lock, names);
    await recover(directory, lock);
    const others = lock.plugin.filter(({ name }) => names.length > 0 && !names.includes(name));
    const question = {
      roots: rootsOf(lock.plugin),
      held: versionsOf(others),
      mockforgeVersion: options.mockforgeVersion,
    };
    const answer = await resolveWanted(context.client, question);
    return carryOut(context, { directory, lock, ...answer }, { asks: options.yes !== true, locked: false });
  });
}
