import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import type { DownloadLocation } from "./locate.ts";

/** The bytes as a stream: all of them (200) or a range (206). */
export interface OpenDownload {
  status: 200 | 206;
  body: ReadableStream | null;
  contentLength: string | null;
  contentRange: string | null;
}

/**
 * Opens a located file and counts the download, once, when it begins at the first byte.
 * @param range a Range header, passed on as it is
 * @throws RegistryError range_not_satisfiable; storage_unavailable when the object is missing
 */
export async function openDownload(
  ctx: Pick<Context, "store" | "downloads">,
  location: DownloadLocation,
  range: string | undefined,
): Promise<OpenDownload> {
  const object = await ctx.store.get(location.key, range);
  if (!object)
    throw new RegistryError("storage_unavailable", { message: `The file of ${location.filename} is missing` });
  if (object.status === 416) {
    await object.body?.cancel();
    const headers = { "content-range": `bytes */${location.sizeBytes}` };
    throw new RegistryError("range_not_satisfiable", { headers });
  }
  const contentRange = object.status === 206 ? object.headers.get("content-range") : null;
  if (contentRange === null || contentRange.startsWith("bytes 0-")) {
    await ctx.downloads.add(location.pluginId, location.versionId);
  }
  const length = contentRange === null ? location.sizeBytes : lengthOf(contentRange);
  return {
    status: object.status === 206 ? 206 : 200,
    // A stream of no known length is sent in chunks, without Content-Length; one cut short would look complete.
    body: object.body?.pipeThrough(new FixedLengthStream(length)) ?? null,
    contentLength: String(length),
    contentRange,
  };
}

/** `bytes 5-9/100` → 5 */
function lengthOf(contentRange: string): number {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(contentRange) ?? [];
  return Number(last) - Number(first) + 1;
}
