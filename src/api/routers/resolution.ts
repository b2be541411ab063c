import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonOnly, query } from "#http/input.ts";
import { nameParam } from "#http/params.ts";
import { PageQuery } from "#contract/paging.ts";
import { ResolveRequest } from "#contract/resolution.ts";
import { listDependents, resolvePlugins } from "#features/resolution/index.ts";

export const resolution = new Hono<HttpEnv>()
  .post("/resolve", jsonOnly(), json(ResolveRequest), async (c) =>
    c.json(await resolvePlugins(c.var.ctx, c.req.valid("json"), c.var.origin)),
  )
  .get("/plugins/:name/dependents", edgeCached, query(PageQuery), async (c) =>
    c.json(await listDependents(c.var.ctx, nameParam(c), c.req.valid("query"))),
  );
