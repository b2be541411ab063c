import { isVersion } from "#lib/versions.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { readTarget, type Target } from "../input/target.ts";
import { recover } from "../install/apply.ts";
import { carryOut } from "../install/carry-out.ts";
import { alone } from "../install/claim.ts";
import { pluginDirectory, type PluginDirectory } from "../install/directory.ts";
import { isSettled, rootsOf, versionsOf } from "../install/graph.ts";
import type { Lock } from "../install/lock.ts";
import { openLock } from "../install/open-lock.ts";
import { type Answer, resolveWanted } from "../install/resolve-wanted.ts";

export interface InstallOptions {
  dir?: string;
  yes?: true;
  locked?: true;
  mockforgeVersion?: string;
}

export async function install(context: Context, texts: readonly string[], options: InstallOptions) {
  const targets = texts.map(readTarget);
  const directory = pluginDirectory(options.dir);
  return alone(directory, context.terminal, async () => {
    const lock = await openLock(context, directory);
    await recover(directory, lock);
    const answer =
      targets.length === 0
        ? await restored(context, directory, lock, options)
        : await chosen(context, lock, targets, options);
    const manner = { asks: targets.length > 0 && options.yes !== true, locked: options.locked === true };
    return carryOut(context, { directory, lock, ...answer }, manner);
  });
}

/** What the lock says, to the byte; unless somebody has edited it so that it does not fit. */
async function restored(
  { client, terminal }: Context,
  directory: PluginDirectory,
  lock: Lock,
  { locked, mockforgeVersion }: InstallOptions,
): Promise<Answer> {
  if (lock.plugin.length === 0) {
    throw new Failure(`There is nothing to restore: no ${directory.lockPath}, or none that names a plugin`, {
      exitCode: locked === true ? EXIT.integrity : EXIT.usage,
      hint: "name what to install: mockforge-registry install <name>",
    });
  }
  const question = { roots: rootsOf(lock.plugin), held: versionsOf(lock.plugin), mockforgeVersion };
  if (!isSettled(lock.plugin)) return resolveWanted(client, question);
  const yanked = await resolveWanted(client, question).then(
    (answer) => answer.yanked,
    () => {
      terminal.note("The registry does not say which of these were taken back by their authors", "warning");
      return new Set<string>();
    },
  );
  return { wanted: lock.plugin, yanked };
}

async function chosen(
  { client }: Context,
  lock: Lock,
  targets: readonly Target[],
  { mockforgeVersion }: InstallOptions,
): Promise<Answer> {
  const before = rootsOf(lock.plugin);
  const asked = targets.map((target) => [target.name, requirementOf(target, before)] as const);
  const roots = { ...before, ...Object.fromEntries(asked) };
  const renewed = new Set(targets.filter(({ selector }) => selector === "latest").map(({ name }) => name));
  const held = versionsOf(lock.plugin.filter(({ name }) => !renewed.has(name)));
  const { wanted, yanked } = await resolveWanted(client, { roots, held, mockforgeVersion });
  const open = new Set(asked.filter(([, requirement]) => requirement === "*").map(([name]) => name));
  return { wanted: wanted.map((plugin) => (open.has(plugin.name) ? compatible(plugin) : plugin)), yanked };
}

/** A version stands for itself, as one types it; `1.2` is `^1.2`, as in plugin.yaml. */
function requirementOf({ name, selector }: Target, before: Record<string, string>): string {
  if (selector === undefined) return before[name] ?? "*";
  if (selector === "latest") return "*";
  return isVersion(selector) ? `=${selector}` : selector;
}

/** Who names no version gets the newest, and later what is compatible with it. */
const compatible = <Plugin extends { version: string }>(plugin: Plugin) => ({
  ...plugin,
  requirement: `^${plugin.version}`,
});
