import { sql } from "drizzle-orm/sql";
import type { BadgesResponse } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { badgesOf } from "./badges.ts";
import type { PluginRecord } from "./view.ts";

/** The badges that a plugin has earned. @throws RegistryError plugin_not_found */
export async function getBadges(ctx: Pick<Context, "db" | "clock">, name: string): Promise<BadgesResponse> {
  const row = await rowOf<{ plugin: PluginRecord }>(
    ctx.db,
    sql`select plugins_as_json(array[p.id], false, false) -> 0 as plugin from plugins p
        where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  const { current_version: version, facts } = row.plugin;
  return { name: row.plugin.name, version, badges: badgesOf(facts, ctx.clock()) };
}
