import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonOnly, query } from "#http/input.ts";
import { nameParam } from "#http/params.ts";
import { listDependents, resolvePlugins } from "#features/resolution/index.ts";

const pagingSchemas = () => import("#contract/paging.ts");
const resolutionSchemas = () => import("#contract/resolution.ts");

export const resolution = new Hono<HttpEnv>()
  .post("/resolve", jsonOnly(), json(resolutionSchemas, "ResolveRequest"), async (c) =>
    c.json(await resolvePlugins(c.get("ctx"), c.req.valid("json"), c.get("origin"))),
  )
  .get("/plugins/:name/dependents", edgeCached, query(pagingSchemas, "PageQuery"), async (c) =>
    c.json(await listDependents(c.get("ctx"), nameParam(c), c.req.valid("query"))),
  );
