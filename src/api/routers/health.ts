import { Hono } from "hono";
import { checkParts } from "#features/health/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { limitAndIdentify } from "#http/limits.ts";

const part = (works: boolean) => (works ? ("ok" as const) : ("unavailable" as const));

export const health = new Hono<HttpEnv>()
  .get("/", (c) => c.json({ status: "ok" as const, version: c.get("services").version }))
  .get("/ready", limitAndIdentify, async (c) => {
    const { database, storage } = await checkParts(c.get("ctx"));
    const works = database && storage;
    c.header("Cache-Control", "no-store");
    if (!works) c.header("Retry-After", "5");
    const checks = { database: part(database), storage: part(storage) };
    return c.json({ status: part(works), version: c.get("services").version, checks }, works ? 200 : 503);
  });
