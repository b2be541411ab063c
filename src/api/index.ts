import { Hono } from "hono";
import { cors } from "hono/cors";
import { openApiDocument } from "#contract/openapi/index.ts";
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
];

const openToAll = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "If-None-Match", "Range"],
  exposeHeaders: EXPOSED,
  maxAge: 86_400,
});

/** The JSON API, the downloads, the API's document and the health checks. */
export const jsonApi = new Hono<HttpEnv>()
  .use("/api/*", openToAll, limitAndIdentify)
  .use("/camel/*", openToAll, answerInCamelCase, limitAndIdentify)
  .use("/dl/*", openToAll, limitAndIdentify)
  .use("/badges/*", openToAll, limitAndIdentify)
  .route("/health", health)
  .get("/api/v1/openapi.json", edgeCached, (c) => c.json(openApiDocument({ version: c.var.services.version })))
  .route("/api/v1", api)
  .route("/camel/api/v1", api)
  .route("/dl", files)
  .route("/badges", readmeBadge);

export { renderError } from "./respond.ts";
