import { expect } from "vitest";
import type { Database } from "./database.ts";

const KEPT = `select plugins, verified_plugins, versions, users, reviews, rating_sum::int, downloads::int,
  plugins_by_category from registry_totals`;
const RECOUNTED = `select
  (select count(*) from plugins where taken_down_at is null)::int as plugins,
  (select count(*) from plugins where taken_down_at is null and verified_at is not null)::int as verified_plugins,
  (select count(*) from plugin_versions)::int as versions,
  (select count(*) from users)::int as users,
  (select count(*) from reviews)::int as reviews,
  (select coalesce(sum(rating), 0) from reviews)::int as rating_sum,
  (select sum(downloads) from plugins)::int as downloads,
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
