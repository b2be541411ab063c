import { sql } from "drizzle-orm";
import type { RegistryEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { pluginWithVersions } from "./entry-sql.ts";
import { type PluginRecord, toRegistryEntry } from "./view.ts";

/** A plugin with all its versions, newest first. @throws RegistryError plugin_not_found */
export async function getPlugin(
  ctx: Pick<Context, "db" | "clock">,
  name: string,
  origin: string,
): Promise<RegistryEntry> {
  const row = await rowOf<{ plugin: PluginRecord }>(
    ctx.db,
    sql`select ${pluginWithVersions} as plugin from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return toRegistryEntry(row.plugin, origin, ctx.clock());
}
