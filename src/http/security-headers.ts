import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
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

/** A page tells only us where its visitor came from: with `no-referrer`, its forms would say `Origin: null`. */
const REFERRERS: Record<Surface, string> = { api: "no-referrer", web: "same-origin" };

const ofBothSurfaces = secureHeaders({
  crossOriginResourcePolicy: "cross-origin",
  xFrameOptions: "DENY",
  referrerPolicy: false,
  // Of documents, below.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  // Meant for browsers and plug-ins that are gone, or for pages that prefetch; each header costs every answer a microsecond.
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xDnsPrefetchControl: false,
  xXssProtection: false,
});

/** What every answer with content tells the browser: nothing may frame it, and nobody guesses its type. */
export const securityHeaders: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  // Who holds the content holds what came with it (RFC 9111, 3.2): a 304 tells only what may have changed.
  if (c.res.status === 304) return;
  await ofBothSurfaces(c, async () => undefined);
  const { headers } = c.res;
  const surface = c.get("surface");
  if (!headers.has(POLICY)) headers.set(POLICY, POLICIES[surface]);
  headers.set("Referrer-Policy", REFERRERS[surface]);
  if (surface === "api") return;
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Origin-Agent-Cluster", "?1");
};
