import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { HttpEnv } from "./env.ts";

const POLICY = "Content-Security-Policy";

/** What every answer tells the browser: nothing may frame it, and nobody guesses its type. */
export const securityHeaders: readonly MiddlewareHandler<HttpEnv>[] = [
  secureHeaders({
    crossOriginResourcePolicy: "cross-origin",
    xFrameOptions: "DENY",
  }),
  async (c, next) => {
    await next();
    // A page brings a policy of its own; everything else may load nothing.
    if (!c.res.headers.has(POLICY)) c.header(POLICY, "default-src 'none'; frame-ancestors 'none'");
  },
];
