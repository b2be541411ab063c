import pMap from "p-map";
import type { Client } from "../client/client.ts";
import type { Installed } from "../documents/install.ts";
import { plugin as pluginRoute, version as versionRoute } from "../routes/plugins.ts";
import type { Lock } from "./lock.ts";
import type { Step } from "./plan.ts";

const AT_ONCE = 6;

/** What is known from elsewhere: which names have a version that was taken back, and what the lock knew before. */
interface Known {
  lock: Lock;
  yanked: ReadonlySet<string>;
}

/** What somebody should know before it is installed; of what is only restored, what the lock and its yanks say. */
export async function describe(client: Client, steps: readonly Step[], { lock, yanked }: Known): Promise<Installed[]> {
  const here = new Set(lock.plugin.flatMap(({ capabilities = [] }) => capabilities));
  return pMap(
    steps,
    async (step) => ({
      ...factsOf(step, yanked),
      ...(step.before?.version === step.plugin.version ? {} : await adviceOn(client, step, here)),
    }),
    { concurrency: AT_ONCE },
  );
}

function factsOf({ plugin, before }: Step, yanked: ReadonlySet<string>): Installed {
  return {
    name: plugin.name,
    version: plugin.version,
    before: before?.version ?? null,
    size: plugin.size,
    requested: plugin.requirement !== undefined,
    yanked: yanked.has(plugin.name),
    yank_reason: null,
    deprecated: null,
    capabilities: null,
    findings: null,
  };
}

async function adviceOn(client: Client, { plugin: { name, version } }: Step, here: ReadonlySet<string>) {
  const { deprecated, versions } = await client.send(pluginRoute, { params: { name } });
  // A list may be a minute old, and the version younger.
  const entry =
    versions.find((each) => each.version === version) ??
    (await client.send(versionRoute, { params: { name, version } }));
  return {
    yanked: entry.yanked,
    yank_reason: entry.yank_reason,
    deprecated,
    capabilities: entry.capabilities?.map(({ id, text }) => ({ id, text, is_new: !here.has(id) })) ?? null,
    findings: entry.findings,
  };
}
