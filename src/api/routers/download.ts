import { Hono, type Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { holds } from "#http/edge-cache.ts";
import {
  type DownloadFormat,
  type DownloadLocation,
  type DownloadTarget,
  findDownload,
  locateDownload,
  openDownload,
} from "#features/downloads/index.ts";
import { RegistryError } from "#lib/errors.ts";
import { isPluginName } from "#lib/names.ts";
import { isVersion } from "#lib/versions.ts";

/** Sends a file. HEAD and 304 cost no storage call and count as no download; nor is a HEAD noted as one. */
export async function sendDownload(c: Context<HttpEnv>, target: DownloadTarget): Promise<Response> {
  const isHead = c.req.method === "HEAD";
  const ctx = c.get("ctx");
  const location = ctx.actor
    ? await locateDownload(isHead ? { ...ctx, actor: null } : ctx, target)
    : await findDownload(ctx, target);
  const headers = headersOf(location, ctx.actor !== null);
  const { etag, "cache-control": cacheControl } = headers;
  if (holds(c.req.header("if-none-match"), etag)) return c.body(null, 304, { etag, "cache-control": cacheControl });
  if (isHead) return c.body(null, 200, { ...headers, "content-length": String(location.sizeBytes) });
  // A range of other bytes than these (RFC 9110, 13.1.5) would be no part of what the client holds.
  const ifRange = c.req.header("if-range") ?? etag;
  if (!ctx.actor) c.set("repeatable", { file: target });
  const file = await openDownload(ctx, location, ifRange === etag ? c.req.header("range") : undefined);
  return c.newResponse(file.body, file.status, { ...headers, ...file.headers });
}

function headersOf({ checksum, contentType, filename }: DownloadLocation, signedIn: boolean) {
  return {
    etag: `"${checksum}"`,
    // RFC 9530: so that whoever fetched it can check it without asking for the metadata.
    "repr-digest": `sha-256=:${Uint8Array.fromHex(checksum).toBase64()}:`,
    "content-type": contentType,
    "content-disposition": `attachment; filename="${filename}"`,
    "accept-ranges": "bytes",
    // Whoever has the bytes may keep them: they never change, and a yank leaves them where they are. What others are
    // served must end within a minute of a takedown. Who is signed in asks each time, so that it is noted.
    "cache-control": signedIn ? "no-store" : "public, max-age=31536000, s-maxage=60, immutable",
  };
}

/** `/dl/:name/:name-:version.wasm` and `.zip`: names that a file keeps when it is saved. */
export const files = new Hono<HttpEnv>().get("/:name/:file", async (c) => sendDownload(c, parseFile(c)));

function parseFile(c: Context<HttpEnv>): DownloadTarget {
  const name = c.req.param("name") ?? "";
  const file = c.req.param("file") ?? "";
  const [, version = "", format = ""] = /^(.+)\.(wasm|zip)$/.exec(file.slice(name.length + 1)) ?? [];
  if (!isPluginName(name) || !file.startsWith(`${name}-`) || !isVersion(version)) throw new RegistryError("not_found");
  return { name, version, format: format as DownloadFormat };
}
