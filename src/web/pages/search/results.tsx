import type { SearchQuery, SearchResponse } from "#contract/search.ts";
import type { Facets } from "#features/plugins/index.ts";
import { Pager } from "#web/components/pager.tsx";
import { PluginList } from "#web/components/plugin-list.tsx";
import { SearchBox } from "#web/components/search-box.tsx";
import { Sorts } from "#web/components/sorts.tsx";
import { counted, fullCount } from "#web/format.ts";
import { addressOf, changed, fieldsOf, LISTING_SORTS, listingSort, SORTS } from "./address.ts";
import { Chosen, Filters } from "./filters.tsx";
import { type Instead, Nothing } from "./nothing.tsx";

interface ResultsProps {
  search: SearchQuery;
  found: SearchResponse;
  facets: Facets;
  /** Only where nothing is found. */
  instead: Instead | undefined;
  now: Date;
}

export function Results({ search, found, facets, instead, now }: ResultsProps) {
  const { q: query, ...others } = search;
  return (
    <>
      <h1 class="search-title">{query === undefined ? "Explore plugins" : "Search plugins"}</h1>
      <SearchBox id="search" query={query} kept={fieldsOf({ ...others, q: undefined })} large />
      <div class="search-page">
        <Filters
          search={search}
          facets={facets}
          isCapped={facets.counted < found.total || found.total_is_capped === true}
        />
        <section class="search-results" aria-label="Results">
          <Chosen search={search} />
          {instead ? (
            <Nothing search={search} instead={instead} now={now} />
          ) : (
            <>
              <div class="search-summary">
                <p role="status">
                  <Summary query={query} found={found} facets={facets} />
                </p>
                <Sorts
                  label="Order of the results"
                  sorts={query === undefined ? LISTING_SORTS : SORTS}
                  current={query === undefined ? listingSort(search.sort) : search.sort}
                  to={(sort) => changed(search, { sort })}
                />
              </div>
              <PluginList plugins={found.plugins} now={now} />
              <Pager label="Pages of results" listing={found} to={(number) => addressOf({ ...search, page: number })} />
            </>
          )}
        </section>
      </div>
    </>
  );
}

function Summary({ query, found, facets }: Pick<ResultsProps, "found" | "facets"> & { query: string | undefined }) {
  const number = found.total_is_capped ? `${fullCount(found.total)}+ plugins` : counted(found.total, "plugin");
  if (query === undefined) return <>{number}</>;
  if (facets.counted > 0) {
    return (
      <>
        {number} for “{query}”
      </>
    );
  }
  const [first] = found.plugins;
  return (
    <>
      Nothing is called “{query}”. Showing results for{" "}
      {found.total === 1 && first ? <strong>{first.name}</strong> : "names that are spelt alike"}.
    </>
  );
}
