import { Hono } from "hono";
import type { ApiEnv } from "../env.ts";
import { edgeCached } from "../middleware/edge-cache.ts";
import { json, jsonOnly, query } from "../middleware/input.ts";
import { nameParam } from "./params.ts";
import { PageQuery } from "#contract/paging.ts";
import { ResolveRequest } from "#contract/resolution.ts";
import { listDependents, resolvePlugins } from "#features/resolution/index.ts";

export const resolution = new Hono<ApiEnv>()
  .post("/resolve", jsonOnly(), json(ResolveRequest), async (c) =>
    c.json(await resolvePlugins(c.var.ctx, c.req.valid("json"), c.var.origin)),
  )
  .get("/plugins/:name/dependents", edgeCached, query(PageQuery), async (c) =>
    c.json(await listDependents(c.var.ctx, nameParam(c), c.req.valid("query"))),
  );
