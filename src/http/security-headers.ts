import type { Context, MiddlewareHandler } from "hono";
import type { HttpEnv } from "./env.ts";
import type { Surface } from "./surface.ts";

const POLICY = "Content-Security-Policy";

/** A page loads what is our own, and images, which READMEs show, from anywhere encrypted; nothing inline. */
const pagePolicy = (connections: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' https: data:",
    `connect-src ${connections}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** A program loads nothing. */
const POLICIES: Record<Surface, string> = {
  api: "default-src 'none'; frame-ancestors 'none'",
  web: pagePolicy("'self'"),
};

/** Lets the scripts of this page send something to another origin too. */
export const allowConnections = (c: Context<HttpEnv>, origin: string): void =>
  c.header(POLICY, pagePolicy(`'self' ${origin}`));

/** Nothing may frame an answer, nobody guesses its type, and it comes encrypted. */
const OF_BOTH_SURFACES = {
  "Strict-Transport-Security": "max-age=15552000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

const HEADERS: Record<Surface, [name: string, value: string][]> = {
  api: Object.entries({ ...OF_BOTH_SURFACES, "Referrer-Policy": "no-referrer" }),
  web: Object.entries({
    ...OF_BOTH_SURFACES,
    // A page tells only us where its visitor came from: with `no-referrer`, its forms would say `Origin: null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
  }),
};

/** What every answer with content tells the browser. */
export const securityHeaders: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  // Who holds the content holds what came with it (RFC 9111, 3.2): a 304 tells only what may have changed.
  if (c.res.status === 304) return;
  const { headers } = c.res;
  const surface = c.get("surface");
  for (const [name, value] of HEADERS[surface]) headers.set(name, value);
  if (!headers.has(POLICY)) headers.set(POLICY, POLICIES[surface]);
};
