import { Hono } from "hono";
import { cors } from "hono/cors";
import type { HttpEnv } from "#http/env.ts";
import { limitAndIdentify } from "#http/limits.ts";
import { answerInCamelCase } from "./camel.ts";
import { documentation } from "./routers/documentation.ts";
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

/** The JSON API, the downloads, their documentation and the health checks. */
export const jsonApi = new Hono<HttpEnv>()
  .use("/api/*", openToAll, limitAndIdentify)
  .use("/camel/*", openToAll, answerInCamelCase, limitAndIdentify)
  .use("/dl/*", openToAll, limitAndIdentify)
  .use("/badges/*", openToAll, limitAndIdentify)
  .use("/docs", limitAndIdentify)
  .route("/health", health)
  .route("/", documentation)
  .route("/api/v1", api)
  .route("/camel/api/v1", api)
  .route("/dl", files)
  .route("/badges", readmeBadge);

export { renderError } from "./respond.ts";
