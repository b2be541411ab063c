import type { Context } from "hono";
import { issuesOf } from "#contract/issues.ts";
import { SearchQuery } from "#contract/search.ts";
import { gathered } from "#features/gathered.ts";
import { countFacets, searchPlugins, suggestPlugins } from "#features/plugins/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { page } from "#web/page.tsx";
import { addressOf } from "./address.ts";
import { Misasked } from "./misasked.tsx";
import type { Instead } from "./nothing.tsx";
import { Results } from "./results.tsx";

type C = Context<HttpEnv>;

const OFFERED = 5;

/** `/search` and `/plugins`: one round trip; a second one looks for something else to offer where nothing is found. */
export async function showSearch(c: C): Promise<Response> {
  const asked = c.req.query();
  const parsed = SearchQuery.safeParse(asked);
  if (!parsed.success) {
    const facts = { title: "Search", hidden: true, ownSearch: true };
    return page(c, facts, <Misasked asked={asked} issues={issuesOf(parsed.error)} />, 400);
  }
  const search = parsed.data;
  const { q: query, ...filters } = search;
  const ctx = gathered(c.get("ctx"));
  const [found, facets] = await Promise.all([
    searchPlugins(ctx, { query, ...filters }, c.get("origin")),
    countFacets(ctx, { query, ...filters }),
  ]);
  const instead = found.total === 0 ? await findInstead(c, search) : undefined;
  return page(
    c,
    {
      title: query === undefined ? "Explore plugins" : `Plugins for “${query}”`,
      description: "Plugins for MockForge, by what they do, how they are rated and who vouches for them.",
      canonical: addressOf(search),
      // Of the many ways to narrow a search, none is worth a search engine's time.
      hidden: addressOf(search) !== "/plugins",
      ownSearch: true,
    },
    <Results search={search} found={found} facets={facets} instead={instead} now={c.get("ctx").clock()} />,
  );
}

/** Names like it; plugins with one of its words, so that one that is misspelt does not hide the others; what is popular. */
async function findInstead(c: C, { q: query = "", category }: SearchQuery): Promise<Instead> {
  const ctx = gathered(c.get("ctx"));
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [names, some, popular] = await Promise.all([
    suggestPlugins(ctx, query.slice(0, 50)),
    words.length > 1
      ? searchPlugins(ctx, { query: words.join(" or "), page: 0, per_page: OFFERED }, c.get("origin"))
      : { plugins: [] },
    searchPlugins(ctx, { category, sort: "popular", page: 0, per_page: OFFERED }, c.get("origin")),
  ]);
  return { names: [...new Set([...names, ...some.plugins.map(({ name }) => name)])], popular: popular.plugins };
}
