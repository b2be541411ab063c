import { Hono } from "hono";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";

const searchSchemas = () => import("#contract/search.ts");
const categories = () => import("../pages/explore/categories.tsx");
const tags = () => import("../pages/explore/tags.tsx");
const user = () => import("../pages/explore/user.tsx");
const feed = () => import("../pages/feed.ts");
const guide = () => import("../pages/guide/show.tsx");
const search = () => import("../pages/search/show.tsx");
const sitemap = () => import("../pages/sitemap.ts");
const stats = () => import("../pages/stats/show.tsx");

/** The ways to find plugins, for people and for programs. */
export const explore = new Hono<HttpEnv>()
  .get("/plugins", edgeCached, async (c) => (await search()).showSearch(c))
  .get("/search", edgeCached, async (c) => (await search()).showSearch(c))
  .get("/categories", edgeCached, async (c) => (await categories()).showCategories(c))
  .get("/categories/:category", edgeCached, query(searchSchemas, "SearchQuery"), async (c) =>
    (await categories()).showCategory(c, c.req.valid("query")),
  )
  .get("/tags", edgeCached, async (c) => (await tags()).showTags(c))
  .get("/tags/:tag", edgeCached, query(searchSchemas, "SearchQuery"), async (c) =>
    (await tags()).showTag(c, c.req.valid("query")),
  )
  .get("/users/:username", edgeCached, query(searchSchemas, "SearchQuery"), async (c) =>
    (await user()).showUser(c, c.req.valid("query")),
  )
  .get("/stats", edgeCached, async (c) => (await stats()).showStats(c))
  .get("/guide", edgeCached, async (c) => (await guide()).showGuide(c))
  .get("/feed.xml", edgeCached, async (c) => (await feed()).showFeed(c))
  .get("/plugins/:name/feed.xml", edgeCached, async (c) => (await feed()).showPluginFeed(c))
  .get("/sitemap.xml", edgeCached, async (c) => (await sitemap()).showSitemap(c))
  .get("/sitemap-pages.xml", edgeCached, async (c) => (await sitemap()).showPageSitemap(c))
  .get("/sitemap-plugins.xml", edgeCached, async (c) => (await sitemap()).showPluginSitemap(c));
