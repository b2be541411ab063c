import { sql } from "drizzle-orm/sql";
import type { PluginSummary, StatsResponse } from "#contract/stats.ts";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { leadingPlugins, withTimes } from "./leading.ts";
import { categoryCounts, type TotalsRow } from "./totals.ts";

const LISTED = 10;

interface StatsRow extends TotalsRow {
  top: PluginSummary[];
  recent: PluginSummary[];
}

/** The registry in numbers, with its most downloaded and its latest plugins. One round trip. */
export async function getRegistryStats(ctx: Pick<Context, "db">): Promise<StatsResponse> {
  const row = await rowOf<StatsRow>(
    ctx.db,
    sql`select to_jsonb(t) as totals, t.plugins_by_category as categories,
          (${leadingPlugins(sql`p.downloads desc, p.name`, LISTED)}) as top,
          (${leadingPlugins(sql`p.updated_at desc, p.name`, LISTED)}) as recent
        from registry_totals t`,
  );
  if (!row) throw new Error("registry_totals has no row; were the migrations run?");
  const { totals, categories } = row;
  return {
    total_plugins: totals.plugins,
    total_versions: totals.versions,
    total_downloads: totals.downloads,
    total_users: totals.users,
    total_reviews: totals.reviews,
    top_plugins: row.top.map(withTimes),
    recent_plugins: row.recent.map(withTimes),
    categories: categoryCounts(categories),
  };
}
