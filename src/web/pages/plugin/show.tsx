import type { Context } from "hono";
import type { ReviewListQuery } from "#contract/reviews.ts";
import { getDownloadSeries } from "#features/downloads/index.ts";
import { gathered } from "#features/gathered.ts";
import { outlinePlugin } from "#features/plugins/index.ts";
import { listDependents } from "#features/resolution/index.ts";
import { listReviews } from "#features/reviews/index.ts";
import { getReadme } from "#features/versions/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam, versionParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { page } from "#web/page.tsx";
import { type PluginFacts, versionPath } from "./facts.ts";
import { Metadata } from "./metadata.tsx";
import { PluginPage } from "./plugin-page.tsx";

type C = Context<HttpEnv>;

const DAYS = 90;
const REVIEWS = 10;
const DEPENDENTS = { page: 0, per_page: 12 };

export const showPlugin = (c: C, query: ReviewListQuery): Promise<Response> => show(c, undefined, query);

export const showVersion = (c: C, query: ReviewListQuery): Promise<Response> => show(c, versionParam(c), query);

async function show(c: C, wanted: string | undefined, query: ReviewListQuery): Promise<Response> {
  const facts = await readFacts(c, nameParam(c), wanted, query);
  const { plugin, version } = facts;
  const title = wanted === undefined ? plugin.name : `${plugin.name} ${version.version}`;
  return page(
    c,
    {
      title,
      description: plugin.description,
      canonical: versionPath(plugin, version.version),
      head: <Metadata facts={facts} />,
    },
    <PluginPage facts={facts} />,
  );
}

/** One round trip: the verbs of the API, begun side by side. */
async function readFacts(c: C, name: string, wanted: string | undefined, query: ReviewListQuery): Promise<PluginFacts> {
  const { origin } = c.var;
  const ctx = gathered(c.var.ctx);
  const [plugin, readme, downloads, dependents, reviews] = await Promise.all([
    outlinePlugin(ctx, name, origin),
    getReadme(ctx, name, wanted),
    getDownloadSeries(ctx, name, DAYS),
    listDependents(ctx, name, DEPENDENTS),
    listReviews(ctx, name, { ...query, per_page: REVIEWS }),
  ]);
  const number = wanted ?? plugin.version;
  const version = plugin.versions.find((each) => each.version === number);
  if (!version) throw new RegistryError("version_not_found");
  return {
    plugin,
    version,
    isCurrent: version.version === plugin.version,
    readme,
    downloads,
    dependents,
    reviews,
    reviewSort: query.sort,
    viewer: c.var.ctx.actor?.username,
    origin,
    now: c.var.ctx.clock(),
  };
}
