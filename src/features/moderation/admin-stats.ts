import type { AdminStats } from "#contract/admin.ts";
import { requireAdmin } from "../access.ts";
import type { Context } from "../context.ts";
import { averageRating } from "../plugins/index.ts";
import { readTotals } from "../stats/index.ts";

/** The registry in numbers. @throws RegistryError admin_only */
export async function getAdminStats(ctx: Pick<Context, "db" | "actor">): Promise<AdminStats> {
  requireAdmin(ctx);
  const totals = await readTotals(ctx);
  return {
    total_plugins: totals.plugins,
    total_downloads: totals.downloads,
    total_users: totals.users,
    verified_plugins: totals.verified_plugins,
    total_reviews: totals.reviews,
    average_rating: averageRating(totals.rating_sum, totals.reviews),
  };
}
