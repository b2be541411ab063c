import { parseRange } from "#lib/byte-range.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import type { DownloadLocation } from "./locate.ts";

/** All of the bytes (200) or a range (206). */
export interface OpenDownload {
  status: 200 | 206;
  body: Uint8Array<ArrayBuffer> | ReadableStream;
  headers: Record<string, string>;
}

/**
 * Opens a located file and counts the download, once, when it begins at the first byte: what counts is that the bytes
 * are there and about to be sent. Who leaves half-way has counted, who resumes from there does not count again, and
 * who starts anew does.
 * @param rangeHeader the Range header, where it applies
 * @throws RegistryError range_not_satisfiable; storage_unavailable when the object is missing; ObjectUnavailable when it cannot be counted
 */
export async function openDownload(
  ctx: Pick<Context, "blobs" | "downloads">,
  location: DownloadLocation,
  rangeHeader: string | undefined,
): Promise<OpenDownload> {
  const { sizeBytes } = location;
  const range = parseRange(rangeHeader, sizeBytes);
  if (range === "unsatisfiable") {
    throw new RegistryError("range_not_satisfiable", { headers: { "content-range": `bytes */${sizeBytes}` } });
  }
  const body = await ctx.blobs.open(location, range);
  if (!body) throw new RegistryError("storage_unavailable", { message: `The file of ${location.filename} is missing` });
  if (!range || range.first === 0) await count(ctx, location, body);
  if (!range) return { status: 200, body, headers: { "content-length": String(sizeBytes) } };
  const { first, last } = range;
  const headers = { "content-length": `${last - first + 1}`, "content-range": `bytes ${first}-${last}/${sizeBytes}` };
  return { status: 206, body, headers };
}

async function count(ctx: Pick<Context, "downloads">, location: DownloadLocation, body: OpenDownload["body"]) {
  try {
    await ctx.downloads.add(location);
  } catch (error) {
    if (body instanceof ReadableStream) await body.cancel();
    throw error;
  }
}
