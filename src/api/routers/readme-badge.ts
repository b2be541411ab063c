import { Hono } from "hono";
import { getReadmeBadge } from "#features/plugins/index.ts";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { badgeSvg, type SvgBadge } from "#lib/badge-svg.ts";
import { isPluginName } from "#lib/names.ts";

const schemas = () => import("#contract/plugins.ts");

const NOT_FOUND: SvgBadge = { label: "mockforge", message: "not found", color: "grey" };

/** `/badges/:name.svg`. What is not there is an image too, since a README shows nothing else. */
export const readmeBadge = new Hono<HttpEnv>().get(
  "/:image",
  edgeCached,
  query(schemas, "ReadmeBadgeQuery"),
  async (c) => {
    const [, name = ""] = /^(.+)\.svg$/.exec(c.req.param("image")) ?? [];
    const badge = isPluginName(name) ? await getReadmeBadge(c.get("ctx"), name, c.req.valid("query").badge) : undefined;
    c.header("Content-Type", "image/svg+xml");
    if (badge) return c.body(badgeSvg(badge));
    c.header("Cache-Control", "no-store");
    return c.body(badgeSvg(NOT_FOUND), 404);
  },
);
