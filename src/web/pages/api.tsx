import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { page } from "../page.tsx";

const FACTS = {
  title: "API",
  description: "Every route of the registry's JSON API, from its OpenAPI 3.1 document.",
  head: <link rel="stylesheet" href="/docs/swagger-ui.css" />,
};

/** Swagger UI, from our own domain; it needs no inline script, and its icons are data: images. */
export const showApi = (c: Context<HttpEnv>): Promise<Response> =>
  page(
    c,
    FACTS,
    <>
      <h1>API</h1>
      <p>
        The document itself is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.
      </p>
      <div id="swagger-ui" />
      <script src="/docs/swagger-ui-bundle.js" />
      <script src="/docs/init.js" />
    </>,
  );
