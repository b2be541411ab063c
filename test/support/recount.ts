import pg from "pg";
import { expect } from "vitest";
import { countFigures } from "../../scripts/backup/figures.ts";
import type { Database } from "./database.ts";
import type { Stack } from "./stack.ts";

const KEPT = `select plugins, verified_plugins, versions, users, reviews, rating_sum::int, downloads::int,
  plugins_by_category from registry_totals`;
const RECOUNTED = `select
  (select count(*) from plugins where taken_down_at is null)::int as plugins,
  (select count(*) from plugins where taken_down_at is null and verified_at is not null)::int as verified_plugins,
  (select count(*) from plugin_versions)::int as versions,
  (select count(*) from users)::int as users,
  (select count(*) from reviews)::int as reviews,
  (select coalesce(sum(rating), 0) from reviews)::int as rating_sum,
  (select coalesce(sum(downloads), 0) from plugins)::int as downloads,
  (select coalesce(jsonb_object_agg(category, n), '{}') from (
    select category, count(*) as n from plugins where taken_down_at is null group by category
  ) counts) as plugins_by_category`;

/** Counts the rows, holds the kept totals against that, and returns them. One statement: counters write downloads whenever they like. */
export async function expectTotalsToHold(sql: Database) {
  const [found] = await sql.query<{ kept: any; recounted: any }>(
    `select to_jsonb(k) as kept, to_jsonb(r) as recounted from (${KEPT}) k, (${RECOUNTED}) r`,
  );
  expect(found!.kept).toEqual(found!.recounted);
  return found!.kept;
}

/** Holds all that is kept of totals, plugins, versions and reviews against the rows that it follows from, once nothing is on its way. */
export async function expectCountsToHold({ databaseUrl, sql }: Pick<Stack, "databaseUrl" | "sql">): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const figures = await countFigures(client).finally(() => client.end());
  expect(Object.entries(figures).filter(([, { kept, counted }]) => kept !== counted)).toEqual([]);
  const wrong = await sql`
    select p.name, v.version, v.downloads, d.downloads as counted from plugin_versions v
    join plugins p on p.id = v.plugin_id
    left join lateral (select coalesce(sum(downloads), 0) as downloads from plugin_downloads_daily where version_id = v.id) d on true
    where v.downloads <> d.downloads
    union all
    select p.name, '30 days', p.recent_downloads, d.downloads from plugins p
    left join lateral (
      select coalesce(sum(downloads), 0) as downloads from plugin_downloads_daily
      where plugin_id = p.id and day > (now() at time zone 'utc')::date - 30
    ) d on true
    where p.recent_downloads <> d.downloads`;
  expect(wrong).toEqual([]);
}
