import { SearchQuery, type SearchResponse } from "#contract/search.ts";
import type { RegistryEntry } from "#contract/plugins.ts";
import type { Context } from "../context.ts";
import { checked } from "../input/checked.ts";
import { search as searchRoute } from "../routes/plugins.ts";
import { count, pageOf, rating } from "../terminal/format.ts";
import { report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

interface SearchOptions {
  category?: string;
  tags?: string;
  language?: string;
  sort?: string;
  /** People count pages from 1, the wire from 0. */
  page: number;
  perPage: number;
}

export async function search({ client }: Context, query: string, options: SearchOptions) {
  const { page, perPage, ...filters } = options;
  const asked = checked(SearchQuery, { q: query, ...filters, page: page - 1, per_page: perPage });
  const found = await client.send(searchRoute, { query: { ...asked, tags: asked.tags.join(",") } });
  return report({ ...found, page: found.page + 1 }, show);
}

function show(found: SearchResponse, style: Style): string {
  const { plugins } = found;
  if (plugins.length === 0) return style.dim("Nothing found.");
  const grid = table(
    plugins,
    [
      { head: "NAME", cell: ({ name }) => style.bold(name) },
      { head: "VERSION", cell: ({ version }) => version },
      { head: "RATING", cell: (plugin) => rating(plugin) },
      { head: "DOWNLOADS", cell: ({ downloads }) => count(downloads), align: "right" },
      { head: "DESCRIPTION", cell: (plugin) => noted(plugin, style) },
    ],
    style,
  );
  return `${grid}\n\n${style.dim(pageOf(found, "plugin"))}`;
}

const noted = ({ deprecated, description }: RegistryEntry, style: Style) =>
  deprecated ? `${style.yellow("deprecated")} ${description}` : description;
