import { address } from "#web/address.ts";
import type { SearchQuery, SortOrder } from "#contract/search.ts";

export const PER_PAGE = 20;

/** Everything that a search is, as its address says it; what is usual is left out, so that one search has one address. */
export function addressOf(search: SearchQuery): string {
  const page = search.page > 0 ? `${search.page}` : undefined;
  return address(search.q === undefined ? "/plugins" : "/search", { ...fieldsOf(search), page });
}

/** The same search, changed, from its first page. */
export const changed = (search: SearchQuery, changes: Partial<SearchQuery>): string =>
  addressOf({ ...search, page: 0, ...changes });

/** What a form of the search carries along: all but the page, which belongs to one list of results. */
export function fieldsOf({
  q,
  category,
  language,
  tags,
  verified,
  min_rating,
  sort,
  per_page,
}: SearchQuery): Record<string, string | undefined> {
  return {
    q,
    category,
    language,
    tags: tags.join(",") || undefined,
    verified: verified ? "true" : undefined,
    min_rating: min_rating?.toString(),
    sort: sort === "relevance" ? undefined : sort,
    per_page: per_page === PER_PAGE ? undefined : `${per_page}`,
  };
}

export const SORTS: Record<SortOrder, string> = {
  relevance: "Best match",
  popular: "Popular",
  downloads: "Downloads",
  rating: "Rating",
  recent: "Updated",
  name: "Name",
  security: "Verified first",
};

/** Without words nothing matches better than anything else: such a list begins with what is used most. */
export const { relevance: _, ...LISTING_SORTS } = SORTS;

export const listingSort = (sort: SortOrder): Exclude<SortOrder, "relevance"> =>
  sort === "relevance" ? "popular" : sort;
