import { type SQL, sql } from "drizzle-orm/sql";
import type { SearchResponse, SortOrder } from "#contract/search.ts";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { CANDIDATES, type Filters, filtersOf, matching, ORDERS, tsqueryOf } from "./matching.ts";
import { nameOf, speltLike } from "./spelling.ts";
import { type PluginRecord, toRegistryEntry } from "./view.ts";

export interface SearchInput extends Filters {
  query?: string | undefined;
  sort?: SortOrder | undefined;
  page: number;
  per_page: number;
}

/** How many matches, the most used, relevance puts in its own order: what bounds its cost, however many rows match. */
const RANKED = 200;
/** How many names like a misspelt one are offered. */
const SIMILAR = 100;

interface Found {
  total: number;
  plugins: PluginRecord[];
}

/** Plugins that match a text and filters; with an empty text, all that pass the filters. One round trip. */
export async function searchPlugins(
  ctx: Pick<Context, "db" | "clock">,
  input: SearchInput,
  origin: string,
): Promise<SearchResponse> {
  const text = input.query?.trim() ?? "";
  const found = await rowOf<Found>(ctx.db, text === "" ? listing(input) : ranking(text, input));
  if (!found) throw new Error("an aggregate returned no row");
  const capped = (text !== "" || isCountedToTheCap(input)) && found.total > CANDIDATES;
  return {
    plugins: found.plugins.map((plugin) => toRegistryEntry(plugin, origin, ctx.clock())),
    total: capped ? CANDIDATES : found.total,
    ...(capped && { total_is_capped: true }),
    page: input.page,
    per_page: input.per_page,
  };
}

/** The page that is asked for, as far as it lies before `end`. */
function slice({ page, per_page }: SearchInput, end = Infinity): SQL {
  const offset = page * per_page;
  return sql`limit ${Math.max(0, Math.min(per_page, end - offset))} offset ${offset}`;
}

/** Without a text: a walk along the order's index, and an exact total (from the kept totals where they have it). */
function listing(input: SearchInput): SQL {
  const order = ORDERS[!input.sort || input.sort === "relevance" ? "popular" : input.sort];
  return sql`
    select (${total(input)}) as total, plugins_as_json(array(
      select p.id from plugins p where ${filtersOf(input)} order by ${order} ${slice(input)}
    ), false, false) as plugins`;
}

/** Of these no total is kept, and nothing bounds how many there are. They are looked for where they are, among the best rated. */
const isCountedToTheCap = (input: SearchInput): boolean => {
  const { owner, min_rating: minRating, verified, category, language, tags = [] } = input;
  return (
    owner !== undefined || minRating !== undefined || (verified === true && Boolean(category ?? language ?? tags[0]))
  );
};

function total(input: SearchInput): SQL {
  const { category, language, tags = [], verified } = input;
  const [tag, ...others] = tags;
  if (isCountedToTheCap(input)) {
    return sql`select count(*)::integer from (
      select from plugins p where ${filtersOf(input)} order by ${ORDERS.rating} limit ${CANDIDATES + 1}
    ) counted`;
  }
  if (verified) return sql`select verified_plugins from registry_totals`;
  if (language || others.length > 0 || (tag && category)) {
    return sql`select count(*)::integer from plugins p where ${filtersOf(input)}`;
  }
  if (tag) return sql`select coalesce((select plugins from tags where name = ${tag}), 0)`;
  if (category) {
    return sql`select coalesce((plugins_by_category ->> ${category}::text)::integer, 0) from registry_totals`;
  }
  return sql`select plugins from registry_totals`;
}

/**
 * With a text: matches by use, or by the order that is wanted; when nothing matches, names with a part that is spelt
 * alike. Relevance puts the plugin of that very name first, then the most used matches by
 *
 *     ts_rank × (1 + ln(1 + downloads of 30 days) / 10) × (0.5 + Bayesian rating / 10)
 *
 * so that a well-used plugin of middling match passes a strange one of a good match, but never one it does not match.
 * The less used follow by use. No more is read than the page needs: the rest is counted alone, as far as the cap.
 */
function ranking(text: string, input: SearchInput): SQL {
  const tsquery = tsqueryOf(text);
  const name = text.toLowerCase().replaceAll(/[\s_]+/g, "-");
  const byRelevance = !input.sort || input.sort === "relevance";
  const order = ORDERS[byRelevance ? "popular" : (input.sort as keyof typeof ORDERS)];
  const matches = sql`${matching(text, tsquery)} and ${filtersOf(input)}`;
  const walk = (score: SQL, from: number, to: number) => sql`(
      select ${SORTED_BY}, ${score} as score from plugins p where ${matches} order by ${order} limit ${to - from} offset ${from}
    )`;
  const score = sql`ts_rank('{0.05, 0.2, 0.6, 1}', p.search, ${tsquery}) * (1 + ln(1 + p.recent_downloads) / 10) * (0.5 + p.rating_score / 10)`;
  const ranked = byRelevance ? RANKED : 0;
  const end = Math.max(ranked, Math.min((input.page + 1) * input.per_page, CANDIDATES));
  const walks = [...(ranked > 0 ? [walk(score, 0, ranked)] : []), ...(end > ranked ? [walk(sql`0`, ranked, end)] : [])];
  return sql`
    with matched as materialized (
      ${sql.join(walks, sql` union all `)}
    ), named as materialized (
      select ${SORTED_BY}, 1000 as score, ${matching(text, tsquery)} as is_match from plugins_named(${name}) p where ${filtersOf(input)}
    ), alike as materialized (
      select ${SORTED_BY}, spelt.closeness from ${speltLike(nameOf(text))}
      where not exists (select from matched) and not exists (select from named) and ${filtersOf(input)}
      order by spelt.closeness desc, p.downloads desc, p.name limit ${SIMILAR}
    ), candidates as materialized (
      select * from matched where id not in (select id from named)
      union all select ${SORTED_BY}, p.score from named p
      union all select * from alike
    )
    select case when (select count(*) from matched) < ${end} then (select count(*)::integer from candidates) else (
      ${PLAIN_WORD.test(text) && !isFiltered(input) ? sql`select plugins_with_word(${tsquery})` : countToTheCap(matches)}
    ) + (
      select count(*)::integer from named where not is_match
    ) end as total, plugins_as_json(array(
      select p.id from candidates p order by ${byRelevance ? sql`p.score desc, ${order}` : order} ${slice(input, CANDIDATES)}
    ), false, false) as plugins`;
}

/** Which Postgres takes for one word: in how many plugins it is found is kept, for a frequent one takes longer to count than to find. */
const PLAIN_WORD = /^[a-z][a-z0-9]*$/i;

const isFiltered = ({ category, language, tags = [], verified, min_rating: minRating, owner }: SearchInput): boolean =>
  [category, language, tags[0], verified, minRating, owner].some(Boolean);

const countToTheCap = (matches: SQL): SQL => sql`
      select count(*)::integer from (select from plugins p where ${matches} limit ${CANDIDATES + 1}) counted`;

/** What the orders need, so that candidates are read once. */
const SORTED_BY = sql`p.id, p.name, p.downloads, p.recent_downloads, p.rating_score, p.reviews_count, p.updated_at, p.verified_at`;
