import { Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { limitAndIdentify } from "#http/limits.ts";
import { answerInCamelCase } from "./camel.ts";
import { files } from "./routers/download.ts";
import { health } from "./routers/health.ts";
import { api } from "./routers/index.ts";
import { readmeBadge } from "./routers/readme-badge.ts";

const EXPOSED = [
  "X-Request-Id",
  "RateLimit-Policy",
  "RateLimit",
  "Retry-After",
  "ETag",
  "Server-Timing",
  "Content-Disposition",
].join(",");

const preflight = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-None-Match", "Range"],
  maxAge: 86_400,
});

/** Any site may call the API, and see these headers. Set on the finished answer: before there is one, it is made twice. */
export const openToAll: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.req.method === "OPTIONS") return preflight(c, next);
  await next();
  c.res.headers.set("Access-Control-Allow-Origin", "*");
  c.res.headers.set("Access-Control-Expose-Headers", EXPOSED);
};

/** The JSON API, the downloads, the API's document and the health checks. */
export const jsonApi = new Hono<HttpEnv>()
  .use("/api/*", openToAll, limitAndIdentify)
  .use("/camel/*", openToAll, answerInCamelCase, limitAndIdentify)
  .use("/dl/*", openToAll, limitAndIdentify)
  .use("/badges/*", openToAll, limitAndIdentify)
  .route("/health", health)
  .get("/api/v1/openapi.json", edgeCached, async (c) => {
    const { openApiDocument } = await import("#contract/openapi/index.ts");
    return c.json(openApiDocument({ version: c.get("services").version }));
  })
  .route("/api/v1", api)
  .route("/camel/api/v1", api)
  .route("/dl", files)
  .route("/badges", readmeBadge);

export { renderError } from "./respond.ts";
