import type { Context, MiddlewareHandler, Next } from "hono";
import type { HttpEnv } from "./env.ts";
import { sha256Hex } from "#lib/digest.ts";
import type { Kept } from "#lib/edge-cache.ts";
import type { Surface } from "./surface.ts";

/** True when the client holds what the tag names (RFC 9110, 13.1.2: a weak comparison). */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/** What an answer is kept with; every other header belongs to one request. */
const KEPT_HEADERS = ["content-type", "content-security-policy"] as const;

/** What tells somebody who is signed in from everybody else. */
const VARY: Record<Surface, string> = { api: "Authorization", web: "Cookie" };

/**
 * For public reads: a strong ETag, 304 when the client holds it, and the body kept at the edge for `edgeCacheSeconds`.
 * A request with credentials passes by, and its answer is kept by nobody. The key is the URL alone (a page's with the
 * build of its assets), so a handler behind this must look at nothing else of the request.
 */
export const edgeCached: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.get("authorization") !== undefined) {
    await next();
    c.header("Cache-Control", "no-store");
    return;
  }
  const { answers, edgeCacheSeconds: seconds } = c.get("services");
  const key = keyOf(c);
  let kept = seconds > 0 ? await answers.match(key) : undefined;
  c.get("meter").cache = kept ? "hit" : "miss";
  kept ??= await madeTogether(c, key, next);
  if (!kept) return;
  c.set("repeatable", {});
  const { etag = "" } = kept.headers;
  const headers = { etag, "cache-control": `public, max-age=0, s-maxage=${seconds}`, vary: VARY[c.get("surface")] };
  c.res = holds(c.req.header("if-none-match"), etag)
    ? new Response(null, { status: 304, headers })
    : new Response(kept.body, { headers: { ...kept.headers, ...headers } });
};

/** Made once for all who ask for it at this moment. @returns undefined when it is no success, which this request then has as its own */
async function madeTogether(c: Context<HttpEnv>, key: string, next: Next): Promise<Kept | undefined> {
  const { answers, making, edgeCacheSeconds: seconds } = c.get("services");
  let own: Promise<Kept | undefined> | undefined;
  const make = async () => {
    await next();
    if (c.res.status !== 200) return undefined;
    const made = await keepable(c.res);
    if (seconds > 0) c.executionCtx.waitUntil(answers.put(key, made, seconds));
    return made;
  };
  const shared = making
    .join(key, c.get("deadline"), async () => answers.held(key) ?? (await (own = make())))
    .catch(() => undefined);
  c.executionCtx.waitUntil(shared);
  return (await shared) ?? (await (own ?? make()));
}

function keyOf(c: Context<HttpEnv>): string {
  if (c.get("surface") === "api") return c.req.url;
  const key = new URL(c.req.url);
  key.searchParams.append("assets", c.get("services").assetsBuild);
  return key.href;
}

/** Hashed here, once for as long as it is kept. */
async function keepable(answer: Response): Promise<Kept> {
  const body = await answer.arrayBuffer();
  const headers: Record<string, string> = { etag: `"${(await sha256Hex(new Uint8Array(body))).slice(0, 32)}"` };
  for (const name of KEPT_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return { body, headers, keptAt: Date.now() };
}
