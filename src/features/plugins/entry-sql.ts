import { type SQL, sql } from "drizzle-orm";
import { versionInList, versionRecord } from "../versions/index.ts";
import type { PluginRecord } from "./view.ts";

/** The facts that badges rest on; needs `plugins p`. */
const badgeFacts = sql`jsonb_build_object(
  'official', coalesce((
    select u.is_official from plugin_versions cv join users u on u.id = cv.published_by where cv.id = p.current_version_id
  ), false),
  'verified', p.verified_at is not null,
  'downloads', p.downloads,
  'rating_sum', p.rating_sum,
  'reviews_count', p.reviews_count,
  'last_release', (
    select max(v.published_at) from plugin_versions v where v.plugin_id = p.id and v.yanked_at is null
  ),
  'week_downloads', p.week_downloads,
  'previous_week_downloads', p.previous_week_downloads
)`;

/** A plugin as one JSON value (`PluginRecord`); needs `plugins p`. `versions` selects from `plugin_versions v`. */
function pluginRecord(version: SQL, versions: SQL): SQL<PluginRecord> {
  return sql`jsonb_build_object(
    'name', p.name,
    'description', p.description,
    'category', p.category,
    'license', p.license,
    'repository', p.repository,
    'homepage', p.homepage,
    'language', p.language,
    'tags', to_jsonb(p.tags),
    'author', (select u.username from users u where u.id = p.author_id),
    'owners', (
      select coalesce(jsonb_agg(u.username order by o.created_at, lower(u.username)), '[]')
      from plugin_owners o join users u on u.id = o.user_id where o.plugin_id = p.id
    ),
    'recent_downloads', p.recent_downloads,
    'deprecation_message', p.deprecation_message,
    'replacement', p.replacement,
    'created_at', p.created_at,
    'updated_at', p.updated_at,
    'facts', ${badgeFacts},
    'current_version', (select cv.version from plugin_versions cv where cv.id = p.current_version_id),
    'versions', (select coalesce(jsonb_agg(${version} order by v.precedence desc), '[]') ${versions})
  )`;
}

/** With every version, newest first: for one plugin. */
export const pluginWithVersions = pluginRecord(versionRecord, sql`from plugin_versions v where v.plugin_id = p.id`);

/** With every version, but not what each imports and exports: for pages. */
export const pluginWithVersionList = pluginRecord(versionInList, sql`from plugin_versions v where v.plugin_id = p.id`);

/** With its current version alone: for lists, whose size must not depend on how often a plugin was released. */
export const pluginInList = pluginRecord(versionInList, sql`from plugin_versions v where v.id = p.current_version_id`);

/** A plugin's badges alone, for `{ name, version, badges }`; needs `plugins p`. */
export const pluginBadges = sql`jsonb_build_object(
  'name', p.name,
  'version', (select cv.version from plugin_versions cv where cv.id = p.current_version_id),
  'facts', ${badgeFacts}
)`;
