import type { Context } from "hono";
import type { PluginSummary } from "#contract/stats.ts";
import { type FrontPage, getFrontPage } from "#features/stats/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { CategoryGrid } from "../components/category-grid.tsx";
import { Icon, type IconName } from "../components/icon.tsx";
import { PluginRow, type RowFact } from "../components/plugin-row.tsx";
import { SearchBox } from "../components/search-box.tsx";
import { fullCount } from "../format.ts";
import { page } from "../page.tsx";

const FACTS = {
  title: "MockForge plugin registry",
  description: "Find, judge, publish and install WebAssembly plugins that extend MockForge, the API mocking tool.",
  ownSearch: true,
};

export async function showHome(c: Context<HttpEnv>): Promise<Response> {
  const front = await getFrontPage(c.get("ctx"));
  return page(c, FACTS, <Home front={front} now={c.get("ctx").clock()} />);
}

const Home = ({ front, now }: { front: FrontPage; now: Date }) => (
  <>
    <section class="hero">
      <h1>Plugins for MockForge</h1>
      <p class="lead">WebAssembly modules that extend your mocks. See what each one can do before you run it.</p>
      <SearchBox id="search" large />
      <Numbers totals={front.totals} />
    </section>
    <section aria-labelledby="categories">
      <h2 id="categories">
        <a class="title-link" href="/categories">
          Categories
        </a>
      </h2>
      <CategoryGrid categories={front.categories} />
    </section>
    <div class="front-lists">
      <List title="Trending" icon="trend" plugins={front.trending} fact="downloads" all="popular" now={now} />
      <List title="New" icon="spark" plugins={front.fresh} fact="created" all="recent" now={now} />
      <List title="Recently updated" icon="clock" plugins={front.updated} fact="updated" all="recent" now={now} />
    </div>
  </>
);

const NUMBERS: readonly (readonly [keyof FrontPage["totals"], string])[] = [
  ["plugins", "plugins"],
  ["versions", "versions"],
  ["downloads", "downloads"],
  ["reviews", "reviews"],
];

const Numbers = ({ totals }: Pick<FrontPage, "totals">) => (
  <dl class="numbers">
    {NUMBERS.map(([key, label]) => (
      <div>
        <dt>{label}</dt>
        <dd>{fullCount(totals[key])}</dd>
      </div>
    ))}
  </dl>
);

interface ListProps {
  title: string;
  icon: IconName;
  plugins: PluginSummary[];
  fact: RowFact;
  /** The order in which all of them are found. */
  all: string;
  now: Date;
}

function List({ title, icon, plugins, fact, all, now }: ListProps) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="list-title">
        <Icon name={icon} />
        <a href={`/plugins?sort=${all}`}>{title}</a>
      </h2>
      {plugins.length === 0 ? (
        <p class="quiet">Nothing yet.</p>
      ) : (
        <ul class="plugin-rows">
          {plugins.map((plugin) => (
            <PluginRow plugin={plugin} fact={fact} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}
