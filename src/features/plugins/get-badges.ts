import { sql } from "drizzle-orm";
import type { BadgesResponse } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { type BadgeFacts, badgesOf } from "./badges.ts";
import { pluginBadges } from "./entry-sql.ts";

/** The badges that a plugin has earned. @throws RegistryError plugin_not_found */
export async function getBadges(ctx: Pick<Context, "db" | "clock">, name: string): Promise<BadgesResponse> {
  const row = await rowOf<{ plugin: { name: string; version: string; facts: BadgeFacts } }>(
    ctx.db,
    sql`select ${pluginBadges} as plugin from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  const { facts, ...plugin } = row.plugin;
  return { ...plugin, badges: badgesOf(facts, ctx.clock()) };
}
