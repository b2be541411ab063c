import { sql } from "drizzle-orm/sql";
import type { StatsResponse } from "#contract/stats.ts";
import { rowOf } from "#db/rows.ts";
import { CATEGORIES } from "#lib/names.ts";
import type { Context } from "../context.ts";

export type RegistryTotals = Record<
  "plugins" | "verified_plugins" | "versions" | "downloads" | "users" | "reviews" | "rating_sum",
  number
>;

/** The kept totals: one row, exact at any size of the registry. */
export async function readTotals(ctx: Pick<Context, "db">): Promise<RegistryTotals> {
  const row = await rowOf<{ totals: RegistryTotals }>(ctx.db, sql`select to_jsonb(t) as totals from registry_totals t`);
  if (!row) throw new Error("registry_totals has no row; were the migrations run?");
  return row.totals;
}

/** The kept totals as a part of a larger statement. */
export interface TotalsRow {
  totals: RegistryTotals;
  categories: Record<string, number>;
}

/** All eight, in their order. */
export const categoryCounts = (counts: Record<string, number>): StatsResponse["categories"] =>
  CATEGORIES.map((category) => ({ category, plugins: counts[category] ?? 0 }));
