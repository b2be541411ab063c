import type { Context as HonoContext } from "hono";
import type { ReviewListQuery } from "#contract/reviews.ts";
import type { Context } from "#features/context.ts";
import { getDownloadSeries } from "#features/downloads/index.ts";
import { gathered } from "#features/gathered.ts";
import { outlinePlugin } from "#features/plugins/index.ts";
import { listDependents } from "#features/resolution/index.ts";
import { getReviewer, listReviews } from "#features/reviews/index.ts";
import { describeVersion } from "#features/versions/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam, versionParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { formToken } from "#web/forms/own-form.ts";
import { page } from "#web/page.tsx";
import { type PluginFacts, type Reviewing, versionPath } from "./facts.ts";
import { Metadata } from "./metadata.tsx";
import { PluginPage } from "./plugin-page.tsx";

type C = HonoContext<HttpEnv>;

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
  const origin = c.get("origin");
  const ctx = gathered(c.get("ctx"));
  const [outline, { metadata, readme }, downloads, dependents, reviews, reviewing] = await Promise.all([
    outlinePlugin(ctx, name, origin),
    describeVersion(ctx, name, wanted),
    getDownloadSeries(ctx, name, DAYS),
    listDependents(ctx, name, DEPENDENTS),
    listReviews(ctx, name, { ...query, per_page: REVIEWS }),
    readReviewing(c, ctx, name),
  ]);
  // A version speaks for itself: what its plugin says today may not hold for it.
  const plugin = { ...outline, ...metadata };
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
    viewer: c.get("ctx").actor?.username,
    reviewing,
    origin,
    now: c.get("ctx").clock(),
  };
}

/** Nothing for who is not signed in: their page is the same for all. */
async function readReviewing(c: C, ctx: Context, name: string): Promise<Reviewing | null> {
  const { actor } = ctx;
  if (!actor) return null;
  const { pathname, search } = new URL(c.req.url);
  const reviewer = await getReviewer(ctx, name);
  return { ...reviewer, isAdmin: actor.isAdmin, token: await formToken(c), back: `${pathname}${search}` };
}
