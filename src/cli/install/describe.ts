import pMap from "p-map";
import type { Client } from "../client/client.ts";
import type { Installed } from "../documents/install.ts";
import { plugin as pluginRoute, version as versionRoute } from "../routes/plugins.ts";
import type { Lock } from "./lock.ts";
import type { Step } from "./plan.ts";

const AT_ONCE = 6;

/** What somebody should know before it is installed. */
export async function describe(client: Client, steps: readonly Step[], lock: Lock): Promise<Installed[]> {
  const here = new Set(lock.plugin.flatMap(({ capabilities = [] }) => capabilities));
  return pMap(steps, (step) => describeOne(client, step, here), { concurrency: AT_ONCE });
}

async function describeOne(client: Client, { plugin, before }: Step, here: ReadonlySet<string>): Promise<Installed> {
  const { name, version, size, requirement } = plugin;
  const [entry, { deprecated }] = await Promise.all([
    client.send(versionRoute, { params: { name, version } }),
    client.send(pluginRoute, { params: { name } }),
  ]);
  return {
    name,
    version,
    before: before?.version ?? null,
    size,
    requested: requirement !== undefined,
    yanked: entry.yanked,
    yank_reason: entry.yank_reason,
    deprecated,
    capabilities: entry.capabilities?.map(({ id, text }) => ({ id, text, is_new: !here.has(id) })) ?? null,
    findings: entry.findings,
  };
}
