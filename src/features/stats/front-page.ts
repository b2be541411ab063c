import { sql } from "drizzle-orm/sql";
import type { PluginSummary, StatsResponse } from "#contract/stats.ts";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { leadingPlugins, withTimes } from "./leading.ts";
import { categoryCounts, type TotalsRow } from "./totals.ts";

const LISTED = 6;

export interface FrontPage {
  totals: TotalsRow["totals"];
  categories: StatsResponse["categories"];
  /** Most downloaded in the last seven days. */
  trending: PluginSummary[];
  /** By their first version. */
  fresh: PluginSummary[];
  /** By their latest version. */
  updated: PluginSummary[];
}

/** What the registry shows first. One round trip. */
export async function getFrontPage(ctx: Pick<Context, "db">): Promise<FrontPage> {
  const row = await rowOf<TotalsRow & Record<"trending" | "fresh" | "updated", PluginSummary[]>>(
    ctx.db,
    sql`select to_jsonb(t) as totals, t.plugins_by_category as categories,
          (${leadingPlugins(sql`p.week_downloads desc, p.name`, LISTED)}) as trending,
          (${leadingPlugins(sql`p.created_at desc, p.name`, LISTED)}) as fresh,
          (${leadingPlugins(sql`p.updated_at desc, p.name`, LISTED)}) as updated
        from registry_totals t`,
  );
  if (!row) throw new Error("registry_totals has no row; were the migrations run?");
  return {
    totals: row.totals,
    categories: categoryCounts(row.categories),
    trending: row.trending.map(withTimes),
    fresh: row.fresh.map(withTimes),
    updated: row.updated.map(withTimes),
  };
}
