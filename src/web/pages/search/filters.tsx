import type { SearchQuery } from "#contract/search.ts";
import type { Facets } from "#features/plugins/index.ts";
import { Icon } from "#web/components/icon.tsx";
import { fullCount } from "#web/format.ts";
import { changed } from "./address.ts";
import { chosenOf, groupsOf, UNFILTERED } from "./narrowing.ts";

/** By what the results can be narrowed: links, each the address of the narrower search. */
export function Filters({ search, facets, isCapped }: { search: SearchQuery; facets: Facets; isCapped: boolean }) {
  const groups = groupsOf(search, facets, isCapped);
  if (groups.length === 0) return null;
  return (
    <aside class="filters" aria-label="Filters">
      <details>
        <summary>Narrow the results</summary>
        {isCapped && <p class="quiet filters-note">Counted among the {fullCount(facets.counted)} most used.</p>}
        {groups.map(({ title, offers }) => (
          <section aria-labelledby={`filter-${title}`}>
            <h2 id={`filter-${title}`}>{title}</h2>
            <ul>
              {offers.map(({ label, address, plugins }) => (
                <li>
                  <a href={address} rel="nofollow">
                    {label} <span class="filter-count">{fullCount(plugins)}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </details>
    </aside>
  );
}

/** What is chosen, each a link that takes it back. */
export function Chosen({ search }: { search: SearchQuery }) {
  const chosen = chosenOf(search);
  if (chosen.length === 0) return null;
  return (
    <ul class="chosen" aria-label="Chosen filters">
      {chosen.map(({ label, address }) => (
        <li>
          <a class="tag" href={address} aria-label={`Remove the filter ${label}`}>
            {label}
            <Icon name="cross" />
          </a>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <a href={changed(search, UNFILTERED)}>Clear all</a>
        </li>
      )}
    </ul>
  );
}
