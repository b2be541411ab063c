import type { RegistryEntry } from "#contract/plugins.ts";
import type { SearchQuery } from "#contract/search.ts";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import { PluginList } from "#web/components/plugin-list.tsx";
import { changed } from "./address.ts";
import { chosenOf, UNFILTERED } from "./narrowing.ts";

/** What is offered where nothing is found. */
export interface Instead {
  /** Of plugins that are called something like it or have some of its words, whatever else they are. */
  names: string[];
  /** The most used of the category, or of all. */
  popular: RegistryEntry[];
}

export const Nothing = ({ search, instead, now }: { search: SearchQuery; instead: Instead; now: Date }) => (
  <div class="nothing">
    <p>Nothing here matches{search.q === undefined ? " these filters" : ` “${search.q}”`}. You could</p>
    <ul>
      {chosenOf(search).length > 0 && (
        <li>
          <a href={changed(search, UNFILTERED)}>look without any filter</a>
        </li>
      )}
      {instead.names.map((name) => (
        <li>
          go to <a href={`/plugins/${name}`}>{name}</a>, which is something like it
        </li>
      ))}
      <li>
        browse the <a href="/categories">categories</a> or the <a href="/tags">tags</a>
      </li>
    </ul>
    {instead.popular.length > 0 && (
      <section aria-labelledby="popular">
        <h2 id="popular">Popular {search.category ? `in ${CATEGORY_TEXTS[search.category].title}` : "plugins"}</h2>
        <PluginList plugins={instead.popular} now={now} />
      </section>
    )}
  </div>
);
