import { type SQL, sql } from "drizzle-orm/sql";
import type { SortOrder } from "#contract/search.ts";

/** What narrows a list of plugins; a plugin must pass all of it. */
export interface Filters {
  category?: string | undefined;
  language?: string | undefined;
  tags?: string[] | undefined;
  /** Only those with the administrators' mark. */
  verified?: boolean | undefined;
  /** The least average of stars; only plugins with reviews have one. */
  min_rating?: number | undefined;
  /** A username: only what this account owns. */
  owner?: string | undefined;
}

/** How many matches of a query are listed and counted at most, however many rows match. */
export const CANDIDATES = 1_000;

/** Each order, on `plugins p`; every one has an index of its own, and ends in the name so that pages never overlap. */
export const ORDERS: Record<Exclude<SortOrder, "relevance">, SQL> = {
  popular: sql`p.recent_downloads desc, p.downloads desc, p.name`,
  downloads: sql`p.downloads desc, p.name`,
  rating: sql`p.rating_score desc, p.reviews_count desc, p.name`,
  recent: sql`p.updated_at desc, p.name`,
  name: sql`p.name`,
  security: sql`(p.verified_at is not null) desc, p.rating_score desc, p.name`,
};

/** The conditions on `plugins p`. */
export function filtersOf({ category, language, tags = [], verified, min_rating: minRating, owner }: Filters): SQL {
  const conditions = [sql`p.taken_down_at is null`];
  if (category) conditions.push(sql`p.category = ${category}`);
  if (language) conditions.push(sql`p.language = ${language}`);
  if (tags.length > 0) conditions.push(...rarer(sql`p.tags @> ${sql.param(tags)}::text[]`));
  if (verified) conditions.push(sql`p.verified_at is not null`);
  if (minRating) conditions.push(...ratedAtLeast(minRating));
  if (owner)
    conditions.push(sql`p.id = any (array(
    select o.plugin_id from plugin_owners o join users u on u.id = o.user_id where lower(u.username) = lower(${owner})
  ))`);
  return sql.join(conditions, sql` and `);
}

/** What an average of so many stars implies for the score by which plugins are indexed; the average itself is in no index. */
function ratedAtLeast(stars: number): SQL[] {
  const leastScore = Math.min(stars, (stars + 17.5) / 6);
  return [
    sql`p.rating_score >= ${leastScore - 0.001}::real`,
    sql`p.reviews_count > 0`,
    sql`p.rating_sum >= ${stars}::integer * p.reviews_count`,
  ];
}

/** How a text is asked of the index: as it is written, or with each part of a hyphenated word by itself, so that auth-jwt finds auth-jwt-rs. */
export function tsqueryOf(text: string): SQL {
  // A hyphen means "not" at the start of a word; alone, a few dozen of them overflow Postgres's parser.
  const words = text.replaceAll(/-(?![\p{L}\p{N}"])/gu, " ");
  const parts = words.replaceAll(/(?<=\S)-/g, " ");
  return words === parts ? parsed(words) : sql`(${parsed(words)} || ${parsed(parts)})`;
}

const parsed = (text: string): SQL => sql`websearch_to_tsquery('pg_catalog.english', ${text})`;

/** The condition that a plugin matches a text. */
export function matching(text: string, tsquery: SQL): SQL {
  const condition = sql`p.search @@ ${tsquery}`;
  const isPhrase = /"[^"]*\s[^"]*"/.test(text);
  return isPhrase ? sql.join(rarer(condition), sql` and `) : condition;
}

/**
 * The planner takes a phrase for as frequent as its words together, and an unknown tag for one of the rare known ones,
 * and would walk an order's index to its end in search of them. A condition said twice counts as rarer: the plan that
 * is slower when it is met often, but never slow, is chosen sooner.
 */
function rarer(condition: SQL): SQL[] {
  return [condition, condition];
}
