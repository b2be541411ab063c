import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { CANDIDATES, type Filters, filtersOf, matching, ORDERS, tsqueryOf } from "./matching.ts";

/** How many values of a kind are worth offering. */
const OFFERED = 12;
/** Averages by which a list may be narrowed, in stars. */
const RATINGS = [4, 3] as const;

interface Facet {
  value: string;
  plugins: number;
}

export interface Facets {
  /** How many matches were counted: all of them, or a thousand. */
  counted: number;
  categories: Facet[];
  languages: Facet[];
  tags: Facet[];
  verified: number;
  /** With reviews of so many stars on average, or more. */
  ratings: { stars: number; plugins: number }[];
}

type FacetsRow = Omit<Facets, "ratings"> & { ratings: Record<string, number> };

/** By what else the matches of a search can be narrowed, counted over the thousand most used of them. One round trip. */
export async function countFacets(
  ctx: Pick<Context, "db">,
  { query, ...filters }: Filters & { query?: string | undefined },
): Promise<Facets> {
  const text = query?.trim() ?? "";
  const matches = text === "" ? sql`true` : matching(text, tsqueryOf(text));
  const ratings = RATINGS.map(
    (stars) =>
      sql`${`${stars}`}::text, count(*) filter (where reviews_count > 0 and rating_sum >= ${stars}::integer * reviews_count)`,
  );
  const row = await rowOf<FacetsRow>(
    ctx.db,
    sql`with counted as materialized (
          select p.category, p.language, p.tags, p.verified_at, p.rating_sum, p.reviews_count from plugins p
          where ${matches} and ${filtersOf(filters)} order by ${ORDERS.popular} limit ${CANDIDATES}
        ), facets as (
          select 'categories' as kind, category as value, count(*) as plugins from counted group by category
          union all select 'languages', language, count(*) from counted where language is not null group by language
          union all select 'tags', tag, count(*) from counted, unnest(tags) tag group by tag
        ), offered as (
          select *, row_number() over (partition by kind order by plugins desc, value) as position from facets
        ), lists as (
          select kind, jsonb_agg(jsonb_build_object('value', value, 'plugins', plugins) order by position) as list
          from offered where position <= ${OFFERED} group by kind
        )
        select count(*)::integer as counted, count(verified_at)::integer as verified,
          jsonb_build_object(${sql.join(ratings, sql`, `)}) as ratings,
          ${sql.join(
            ["categories", "languages", "tags"].map(
              (kind) => sql`coalesce((select list from lists where kind = ${kind}), '[]') as ${sql.identifier(kind)}`,
            ),
            sql`, `,
          )}
        from counted`,
  );
  if (!row) throw new Error("an aggregate returned no row");
  return { ...row, ratings: RATINGS.map((stars) => ({ stars, plugins: row.ratings[stars] ?? 0 })) };
}
