import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonOnly, query } from "#http/input.ts";
import { nameParam } from "#http/params.ts";
import { getBadges, getPlugin, searchPlugins, suggestPlugins } from "#features/plugins/index.ts";

const schemas = () => import("#contract/search.ts");

export const plugins = new Hono<HttpEnv>()
  .post("/search", jsonOnly(), json(schemas, "SearchRequest"), async (c) =>
    c.json(await searchPlugins(c.get("ctx"), c.req.valid("json"), c.get("origin"))),
  )
  .get("/", edgeCached, query(schemas, "SearchQuery"), async (c) => {
    const { q, ...filters } = c.req.valid("query");
    return c.json(await searchPlugins(c.get("ctx"), { query: q, ...filters }, c.get("origin")));
  })
  .get("/suggest", edgeCached, query(schemas, "SuggestQuery"), async (c) =>
    c.json({ suggestions: await suggestPlugins(c.get("ctx"), c.req.valid("query").q) }),
  )
  .get("/:name", edgeCached, async (c) => c.json(await getPlugin(c.get("ctx"), nameParam(c), c.get("origin"))))
  .get("/:name/badges", edgeCached, async (c) => c.json(await getBadges(c.get("ctx"), nameParam(c))));
