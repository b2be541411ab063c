import { Hono } from "hono";
import { cors } from "hono/cors";
import type { ApiEnv } from "./env.ts";
import { answerInCamelCase } from "./middleware/camel.ts";
import { limitAndIdentify } from "./middleware/limits.ts";
import { documentation } from "./routers/documentation.ts";
import { files } from "./routers/download.ts";
import { health } from "./routers/health.ts";
import { api } from "./routers/index.ts";

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
export const jsonApi = new Hono<ApiEnv>()
  .use("/api/*", openToAll, limitAndIdentify)
  .use("/camel/*", openToAll, answerInCamelCase, limitAndIdentify)
  .use("/dl/*", openToAll, limitAndIdentify)
  .use("/docs", limitAndIdentify)
  .route("/health", health)
  .route("/", documentation)
  .route("/api/v1", api)
  .route("/camel/api/v1", api)
  .route("/dl", files);

export type { ApiEnv, Services } from "./env.ts";
export { observe } from "./middleware/observe.ts";
export { renderError } from "./respond.ts";
