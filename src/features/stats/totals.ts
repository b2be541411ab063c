import type { StatsResponse } from "#contract/stats.ts";
import { registryTotals } from "#db/schema/index.ts";
import { CATEGORIES } from "#lib/names.ts";
import type { Context } from "../context.ts";

export type RegistryTotals = Omit<typeof registryTotals.$inferSelect, "onlyRow">;

/** The kept totals: one row, exact at any size of the registry. */
export async function readTotals(ctx: Pick<Context, "db">): Promise<RegistryTotals> {
  const [totals] = await ctx.db.select().from(registryTotals);
  if (!totals) throw new Error("registry_totals has no row; were the migrations run?");
  return totals;
}

/** The kept totals as a part of a larger statement. */
export interface TotalsRow {
  totals: Record<"plugins" | "versions" | "downloads" | "users" | "reviews", number>;
  categories: Record<string, number>;
}

/** All eight, in their order. */
export const categoryCounts = (counts: Record<string, number>): StatsResponse["categories"] =>
  CATEGORIES.map((category) => ({ category, plugins: counts[category] ?? 0 }));
