import type { Context } from "hono";
import type { SearchQuery } from "#contract/search.ts";
import { listTags, searchPlugins } from "#features/plugins/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { RegistryError } from "#lib/errors.ts";
import { isTag } from "#lib/names.ts";
import { fullCount } from "#web/format.ts";
import { page } from "#web/page.tsx";
import { PluginListing } from "./plugin-listing.tsx";

type C = Context<HttpEnv>;

export async function showTags(c: C): Promise<Response> {
  const tags = await listTags(c.get("ctx"));
  return page(
    c,
    { title: "Tags", description: "The tags that most plugins for MockForge carry." },
    <>
      <h1>Tags</h1>
      <p class="lead">Those that most plugins carry. Authors choose them; a plugin may have several.</p>
      {tags.length === 0 ? (
        <p class="quiet">No plugin has one yet.</p>
      ) : (
        <ul class="tags">
          {tags.map(({ tag, plugins }) => (
            <li>
              <a class="tag" href={`/tags/${tag}`}>
                {tag} <span class="tag-count">{fullCount(plugins)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>,
  );
}

export async function showTag(c: C, query: SearchQuery): Promise<Response> {
  const tag = c.req.param("tag") ?? "";
  const nobody = new RegistryError("not_found", { message: "No plugin carries this tag; see /tags." });
  if (!isTag(tag)) throw nobody;
  const { sort, page: number, per_page } = query;
  const ctx = c.get("ctx");
  const found = await searchPlugins(ctx, { tags: [tag], sort, page: number, per_page }, c.get("origin"));
  if (found.total === 0) throw nobody;
  return page(
    c,
    { title: `Plugins tagged ${tag}`, description: `Plugins for MockForge that carry the tag ${tag}.` },
    <>
      <p class="crumb">
        <a href="/tags">Tags</a>
      </p>
      <h1>{tag}</h1>
      <p class="lead">
        Plugins whose authors gave them this tag. <a href={`/plugins?tags=${tag}`}>Narrow them down</a>
      </p>
      <PluginListing path={`/tags/${tag}`} search={query} found={found} now={ctx.clock()} empty={null} />
    </>,
  );
}
