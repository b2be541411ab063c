import type { Child } from "hono/jsx";
import type { SearchQuery, SearchResponse } from "#contract/search.ts";
import { address } from "#web/address.ts";
import { Pager } from "#web/components/pager.tsx";
import { PluginList } from "#web/components/plugin-list.tsx";
import { Sorts } from "#web/components/sorts.tsx";
import { counted } from "#web/format.ts";
import { LISTING_SORTS, listingSort } from "../search/address.ts";

interface PluginListingProps {
  /** The address of the page that it is on. */
  path: string;
  search: Pick<SearchQuery, "sort">;
  found: SearchResponse;
  now: Date;
  /** Instead of the list, where there is nothing in it. */
  empty: Child;
}

/** The plugins of a page that is about something they have in common: how many, by what order, page by page. */
export const PluginListing = ({ path, search: { sort }, found, now, empty }: PluginListingProps) =>
  found.total === 0 ? (
    <>{empty}</>
  ) : (
    <>
      <div class="search-summary">
        <p>{counted(found.total, "plugin")}</p>
        {found.total > 1 && (
          <Sorts
            label="Order of the plugins"
            sorts={LISTING_SORTS}
            current={listingSort(sort)}
            to={(other) => address(path, { sort: other })}
          />
        )}
      </div>
      <PluginList plugins={found.plugins} now={now} />
      <Pager
        label="Pages of plugins"
        listing={found}
        to={(number) => address(path, { sort: listingSort(sort), page: number > 0 ? `${number}` : undefined })}
      />
    </>
  );
