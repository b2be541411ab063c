import type { Context } from "hono";
import type { SearchQuery } from "#contract/search.ts";
import { searchPlugins } from "#features/plugins/index.ts";
import { getRegistryStats } from "#features/stats/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { RegistryError } from "#lib/errors.ts";
import { CATEGORIES } from "#lib/names.ts";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import { CategoryGrid } from "#web/components/category-grid.tsx";
import { Icon } from "#web/components/icon.tsx";
import { page } from "#web/page.tsx";
import { PluginListing } from "./plugin-listing.tsx";

type C = Context<HttpEnv>;

export async function showCategories(c: C): Promise<Response> {
  const { categories } = await getRegistryStats(c.get("ctx"));
  return page(
    c,
    { title: "Categories", description: "Plugins for MockForge by what they are for." },
    <>
      <h1>Categories</h1>
      <p class="lead">
        What a plugin is for. What it is about, and how it is made, is in its <a href="/tags">tags</a>.
      </p>
      <CategoryGrid categories={categories} />
    </>,
  );
}

export async function showCategory(c: C, query: SearchQuery): Promise<Response> {
  const category = CATEGORIES.find((known) => known === c.req.param("category"));
  if (!category) throw new RegistryError("not_found", { message: "There is no such category; see /categories." });
  const { sort, page: number, per_page } = query;
  const ctx = c.get("ctx");
  const found = await searchPlugins(ctx, { category, sort, page: number, per_page }, c.get("origin"));
  const { title, text } = CATEGORY_TEXTS[category];
  return page(
    c,
    { title, description: `${title} plugins for MockForge. ${text}.` },
    <>
      <p class="crumb">
        <a href="/categories">Categories</a>
      </p>
      <h1 class="list-title">
        <Icon name={category} />
        {title}
      </h1>
      <p class="lead">
        {text}. <a href={`/plugins?category=${category}`}>Narrow them down</a>
      </p>
      <PluginListing
        path={`/categories/${category}`}
        search={query}
        found={found}
        now={ctx.clock()}
        empty={
          <p>
            Nothing in this category yet. <a href="/publish">Publish the first one</a>.
          </p>
        }
      />
    </>,
  );
}
