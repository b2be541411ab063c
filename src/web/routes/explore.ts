import { Hono } from "hono";
import { SearchQuery } from "#contract/search.ts";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { showCategories, showCategory } from "../pages/explore/categories.tsx";
import { showTag, showTags } from "../pages/explore/tags.tsx";
import { showUser } from "../pages/explore/user.tsx";
import { showFeed, showPluginFeed } from "../pages/feed.ts";
import { showGuide } from "../pages/guide/show.tsx";
import { showSearch } from "../pages/search/show.tsx";
import { showPageSitemap, showPluginSitemap, showSitemap } from "../pages/sitemap.ts";
import { showStats } from "../pages/stats/show.tsx";

/** The ways to find plugins, for people and for programs. */
export const explore = new Hono<HttpEnv>()
  .get("/plugins", edgeCached, showSearch)
  .get("/search", edgeCached, showSearch)
  .get("/categories", edgeCached, showCategories)
  .get("/categories/:category", edgeCached, query(SearchQuery), (c) => showCategory(c, c.req.valid("query")))
  .get("/tags", edgeCached, showTags)
  .get("/tags/:tag", edgeCached, query(SearchQuery), (c) => showTag(c, c.req.valid("query")))
  .get("/users/:username", edgeCached, query(SearchQuery), (c) => showUser(c, c.req.valid("query")))
  .get("/stats", edgeCached, showStats)
  .get("/guide", edgeCached, showGuide)
  .get("/feed.xml", edgeCached, showFeed)
  .get("/plugins/:name/feed.xml", edgeCached, showPluginFeed)
  .get("/sitemap.xml", edgeCached, showSitemap)
  .get("/sitemap-pages.xml", edgeCached, showPageSitemap)
  .get("/sitemap-plugins.xml", edgeCached, showPluginSitemap);
