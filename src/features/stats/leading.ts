import { type SQL, sql } from "drizzle-orm/sql";
import type { PluginSummary } from "#contract/stats.ts";

/** The first plugins of an order on `plugins p`, which has an index of its own, as one JSON list. */
export const leadingPlugins = (order: SQL, limit: number): SQL<PluginSummary[]> =>
  sql`select coalesce(jsonb_agg(jsonb_build_object(
      'name', p.name, 'description', p.description, 'category', p.category, 'downloads', p.downloads,
      'week_downloads', p.week_downloads, 'verified', p.verified_at is not null,
      'rating', coalesce(round(p.rating_sum::numeric / nullif(p.reviews_count, 0), 1), 0),
      'created_at', p.created_at, 'updated_at', p.updated_at,
      'version', (select v.version from plugin_versions v where v.id = p.current_version_id)
    ) order by ${order}), '[]')
    from (select * from plugins p where p.taken_down_at is null order by ${order} limit ${limit}) p`;

const time = (text: string) => new Date(text).toISOString();

export const withTimes = (plugin: PluginSummary): PluginSummary => ({
  ...plugin,
  created_at: time(plugin.created_at),
  updated_at: time(plugin.updated_at),
});
