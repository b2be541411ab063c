import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./env.ts";
import { sha256Hex } from "#lib/digest.ts";

/** True when the client holds what the tag names (RFC 9110, 13.1.2: a weak comparison). */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/**
 * For public reads: a strong ETag, 304 when the client holds it, and the body kept in this data centre's cache for
 * `edgeCacheSeconds`. A request with credentials passes by, and its answer is kept by nobody.
 */
export const edgeCached: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.req.header("authorization") !== undefined) {
    await next();
    c.header("Cache-Control", "no-store");
    return;
  }
  const seconds = c.var.services.edgeCacheSeconds;
  const key = new Request(c.req.url);
  const kept = seconds > 0 ? await caches.default.match(key) : undefined;
  if (!kept) {
    await next();
    if (c.res.status !== 200) return;
  }
  const source = kept ?? c.res;
  const body = await source.arrayBuffer();
  const etag = kept?.headers.get("etag") ?? `"${(await sha256Hex(new Uint8Array(body))).slice(0, 32)}"`;
  const type = source.headers.get("content-type") ?? "application/json";
  if (!kept && seconds > 0) {
    const headers = { "content-type": type, etag, "cache-control": `max-age=${seconds}` };
    c.executionCtx.waitUntil(caches.default.put(key, new Response(body, { headers })));
  }
  const headers = { etag, "cache-control": `public, max-age=0, s-maxage=${seconds}`, vary: "Authorization" };
  c.res = holds(c.req.header("if-none-match"), etag)
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers: { ...headers, "content-type": type } });
};
