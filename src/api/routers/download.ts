import { Hono, type Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { holds } from "#http/edge-cache.ts";
import { type DownloadFormat, type DownloadLocation, locateDownload, openDownload } from "#features/downloads/index.ts";
import { RegistryError } from "#lib/errors.ts";
import { isPluginName } from "#lib/names.ts";
import { isVersion } from "#lib/versions.ts";

interface Wanted {
  name: string;
  version: string;
  format: DownloadFormat;
}

/** Sends a file as a stream. HEAD and 304 cost no storage call and count as no download; nor is a HEAD noted as one. */
export async function sendDownload(c: Context<HttpEnv>, wanted: Wanted): Promise<Response> {
  const isHead = c.req.method === "HEAD";
  const location = await locateDownload(isHead ? { ...c.var.ctx, actor: null } : c.var.ctx, wanted);
  const headers = headersOf(location, c.req.header("authorization") !== undefined);
  if (holds(c.req.header("if-none-match"), headers.etag)) return c.body(null, 304, headers);
  if (isHead) return c.body(null, 200, { ...headers, "content-length": String(location.sizeBytes) });
  const file = await openDownload(c.var.ctx, location, c.req.header("range"));
  const { status, body, contentLength, contentRange } = file;
  if (contentLength) c.header("content-length", contentLength);
  if (contentRange) c.header("content-range", contentRange);
  return c.newResponse(body, status, headers);
}

function headersOf({ checksum, contentType, filename }: DownloadLocation, signedIn: boolean) {
  return {
    etag: `"${checksum}"`,
    // RFC 9530: so that whoever fetched it can check it without asking for the metadata.
    "repr-digest": `sha-256=:${Uint8Array.fromHex(checksum).toBase64()}:`,
    "content-type": contentType,
    "content-disposition": `attachment; filename="${filename}"`,
    "accept-ranges": "bytes",
    // A takedown must be seen within a minute; the bytes of a version never change, so a 304 is all it costs.
    "cache-control": signedIn ? "no-store" : "public, max-age=0, s-maxage=60",
  };
}

/** `/dl/:name/:name-:version.wasm` and `.zip`: names that a file keeps when it is saved. */
export const files = new Hono<HttpEnv>().get("/:name/:file", async (c) => sendDownload(c, parseFile(c)));

function parseFile(c: Context<HttpEnv>): Wanted {
  const name = c.req.param("name") ?? "";
  const file = c.req.param("file") ?? "";
  const [, version = "", format = ""] = /^(.+)\.(wasm|zip)$/.exec(file.slice(name.length + 1)) ?? [];
  if (!isPluginName(name) || !file.startsWith(`${name}-`) || !isVersion(version)) throw new RegistryError("not_found");
  return { name, version, format: format as DownloadFormat };
}
