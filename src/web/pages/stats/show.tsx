import type { Context } from "hono";
import { gathered } from "#features/gathered.ts";
import { getHistory, getRegistryStats } from "#features/stats/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import { BarTable } from "#web/components/bar-table.tsx";
import { fullCount } from "#web/format.ts";
import { page } from "#web/page.tsx";
import { DailyDownloads, Growth } from "./charts.tsx";

const FACTS = { title: "Statistics", description: "How the registry of MockForge plugins grows, and what is in it." };

/** One round trip. */
export async function showStats(c: Context<HttpEnv>): Promise<Response> {
  const ctx = gathered(c.get("ctx"));
  const [stats, history] = await Promise.all([getRegistryStats(ctx), getHistory(ctx)]);
  const numbers = [
    ["plugins", stats.total_plugins],
    ["versions", stats.total_versions],
    ["downloads", stats.total_downloads],
    ["reviews", stats.total_reviews],
    ["accounts", stats.total_users],
  ] as const;
  return page(
    c,
    FACTS,
    <>
      <h1>Statistics</h1>
      <dl class="numbers stats-numbers">
        {numbers.map(([label, number]) => (
          <div>
            <dt>{label}</dt>
            <dd>{fullCount(number)}</dd>
          </div>
        ))}
      </dl>
      <div class="stats-page">
        <Growth months={history.months} to={history.to} of="plugins" title="Plugins" />
        <Growth months={history.months} to={history.to} of="versions" title="Versions" />
        <DailyDownloads history={history} />
        <section class="panel" aria-labelledby="categories">
          <h2 id="categories">Categories</h2>
          <BarTable
            caption="Plugins in each category"
            of={stats.total_plugins}
            rows={stats.categories.map(({ category, plugins }) => ({
              label: <a href={`/categories/${category}`}>{CATEGORY_TEXTS[category].title}</a>,
              value: plugins,
            }))}
          />
        </section>
        <section class="panel" aria-labelledby="languages">
          <h2 id="languages">Languages</h2>
          <p class="quiet">Among the {fullCount(history.sample)} plugins that are used most.</p>
          <BarTable
            caption="Plugins written in each language"
            of={history.sample}
            rows={history.languages.map(({ language, plugins }) => ({
              label: <a href={`/plugins?language=${encodeURIComponent(language)}`}>{language}</a>,
              value: plugins,
            }))}
          />
        </section>
      </div>
    </>,
  );
}
