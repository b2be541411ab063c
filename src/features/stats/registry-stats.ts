import { type SQL, sql } from "drizzle-orm";
import type { PluginSummary, StatsResponse } from "#contract/stats.ts";
import { rowOf } from "#db/rows.ts";
import { CATEGORIES } from "#lib/names.ts";
import type { Context } from "../context.ts";

const LISTED = 10;

interface StatsRow {
  totals: Record<"plugins" | "versions" | "downloads" | "users" | "reviews", number>;
  categories: Record<string, number>;
  top: PluginSummary[];
  recent: PluginSummary[];
}

/** The registry in numbers, with its most downloaded and its latest plugins. One round trip. */
export async function getRegistryStats(ctx: Pick<Context, "db">): Promise<StatsResponse> {
  const row = await rowOf<StatsRow>(
    ctx.db,
    sql`select to_jsonb(t) as totals, t.plugins_by_category as categories,
          (${leading(sql`p.downloads desc, p.name`)}) as top,
          (${leading(sql`p.updated_at desc, p.name`)}) as recent
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
    top_plugins: row.top.map(withTime),
    recent_plugins: row.recent.map(withTime),
    categories: CATEGORIES.map((category) => ({ category, plugins: categories[category] ?? 0 })),
  };
}

const withTime = (plugin: PluginSummary) => ({ ...plugin, updated_at: new Date(plugin.updated_at).toISOString() });

function leading(order: SQL): SQL {
  return sql`select coalesce(jsonb_agg(jsonb_build_object(
      'name', p.name, 'description', p.description, 'category', p.category, 'downloads', p.downloads,
      'rating', coalesce(round(p.rating_sum::numeric / nullif(p.reviews_count, 0), 1), 0), 'updated_at', p.updated_at,
      'version', (select v.version from plugin_versions v where v.id = p.current_version_id)
    ) order by ${order}), '[]')
    from (select * from plugins p where p.taken_down_at is null order by ${order} limit ${LISTED}) p`;
}
