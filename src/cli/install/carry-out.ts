import type { Context } from "../context.ts";
import type { Installed } from "../documents/install.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { askWhether } from "../terminal/ask.ts";
import type { Report } from "../terminal/report.ts";
import { apply, type Package } from "./apply.ts";
import { reportChanges } from "./changes.ts";
import { describe } from "./describe.ts";
import type { PluginDirectory } from "./directory.ts";
import { fetchAll } from "./fetch-all.ts";
import { mismatch } from "./fetch-package.ts";
import type { Lock, LockedPlugin } from "./lock.ts";
import { changesLock, type Plan, planFor, type Step } from "./plan.ts";
import type { Answer } from "./resolve-wanted.ts";
import { sha256 } from "./sha256.ts";
import { showPlan, yankWarning } from "./show-plan.ts";

export interface Goal extends Answer {
  directory: PluginDirectory;
  lock: Lock;
}

export interface Manner {
  /** Whether somebody may be asked first. */
  asks: boolean;
  /** Whether the lock must stay as it is. */
  locked: boolean;
}

/** Plans, says, asks, fetches, verifies; and only then changes anything. */
export async function carryOut(context: Context, goal: Goal, { asks, locked }: Manner): Promise<Report> {
  const { client, terminal } = context;
  const { directory, lock, wanted, yanked } = goal;
  if (locked && changesLock(lock, wanted)) throw lockWouldChange(directory);
  const plan = await planFor(directory, lock, wanted);
  const installed = await describe(client, plan.steps, goal);
  showPlan(terminal, plan, installed);
  for (const { name, version } of plan.kept) {
    if (yanked.has(name)) terminal.note(yankWarning(name, version, null), "warning");
  }
  if (asks) await agree(context, plan);
  const packages = await fetchAll(
    context,
    plan.steps.map(({ plugin }) => plugin),
  );
  const placed = packages.map((files, at) => lockedPlugin(plan.steps[at]!, installed[at]!, files));
  const after: Lock = { ...lock, plugin: [...plan.kept, ...placed] };
  if (packages.length > 0 || changesLock(lock, wanted)) {
    await apply(directory, { lock: after, place: packages, remove: plan.removed.map(({ name }) => name) });
  }
  return reportChanges(directory, { installed, removed: plan.removed, kept: plan.kept.length });
}

async function agree({ terminal }: Context, { steps, removed }: Plan): Promise<void> {
  if (!terminal.interactive || steps.length + removed.length === 0) return;
  if (await askWhether(terminal, { message: "Go on?", flag: "--yes" })) return;
  throw new Failure("Nothing was changed", { exitCode: EXIT.failed });
}

const CAPABILITY = /^[a-z0-9-]{1,60}$/;

/** @throws Failure when plugin.yaml is another one than it was, though the version is the same */
function lockedPlugin({ plugin, before }: Step, { capabilities }: Installed, { manifest }: Package): LockedPlugin {
  const manifest_checksum = sha256(manifest);
  if (before?.version === plugin.version) {
    if (before.manifest_checksum === manifest_checksum) return { ...before, ...plugin };
    throw mismatch(plugin, `its plugin.yaml has the SHA-256 ${manifest_checksum}, and the lock says another`);
  }
  const ids = capabilities?.map(({ id }) => id).filter((id) => CAPABILITY.test(id));
  return { ...plugin, manifest_checksum, ...(ids === undefined ? {} : { capabilities: ids }) };
}

const lockWouldChange = ({ lockPath }: PluginDirectory) =>
  new Failure(`${lockPath} would change, and --locked forbids that`, {
    exitCode: EXIT.integrity,
    hint: "leave --locked out to change it",
  });
