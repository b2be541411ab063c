import { Hono } from "hono";
import { html } from "hono/html";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { openApiDocument } from "#contract/openapi/index.ts";

/** Swagger UI needs no inline script; its icons are data: images. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

const page = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>API · MockForge plugin registry</title>
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
      <link rel="icon" href="/docs/favicon-32x32.png" />
    </head>
    <body>
      <div id="swagger-ui"></div>
      <noscript>This page needs JavaScript; the document itself is at /api/v1/openapi.json.</noscript>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/init.js"></script>
    </body>
  </html>`;

export const documentation = new Hono<HttpEnv>()
  .get("/api/v1/openapi.json", edgeCached, (c) => c.json(openApiDocument({ version: c.var.services.version })))
  .get("/docs", (c) => {
    c.header("Content-Security-Policy", POLICY);
    c.header("Cache-Control", "public, max-age=300");
    return c.html(page);
  });
