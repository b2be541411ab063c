import { registryTotals } from "#db/schema/index.ts";
import type { Context } from "../context.ts";

export type RegistryTotals = Omit<typeof registryTotals.$inferSelect, "onlyRow">;

/** The kept totals: one row, exact at any size of the registry. */
export async function readTotals(ctx: Pick<Context, "db">): Promise<RegistryTotals> {
  const [totals] = await ctx.db.select().from(registryTotals);
  if (!totals) throw new Error("registry_totals has no row; were the migrations run?");
  return totals;
}
