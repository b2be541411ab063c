import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { page } from "#web/page.tsx";

const FACTS = {
  title: "Try the API",
  hidden: true,
  head: <link rel="stylesheet" href="/docs/swagger-ui.css" />,
};

/** Swagger UI, from our own domain; it needs no inline script, and its icons are data: images. */
export const showTryOut = (c: Context<HttpEnv>): Promise<Response> =>
  page(
    c,
    FACTS,
    <>
      <h1>Try the API</h1>
      <p>
        Swagger UI, for who likes to try; the <a href="/docs">reference</a> says the same in plain words.
      </p>
      <div id="swagger-ui" />
      <script src="/docs/swagger-ui-bundle.js" />
      <script src="/docs/init.js" />
    </>,
  );
