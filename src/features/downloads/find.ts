import { isDatabaseUnavailable } from "#db/errors.ts";
import type { EdgeCache } from "#lib/edge-cache.ts";
import { RegistryError } from "#lib/errors.ts";
import { heldBlob } from "#platform/blob-reader.ts";
import type { StaleCache } from "#platform/stale-cache.ts";
import type { Context } from "../context.ts";
import { type DownloadLocation, type DownloadTarget, locateDownload } from "./locate.ts";

const keyOf = ({ name, version, format }: DownloadTarget) => `${name}/${encodeURIComponent(version)}.${format}`;

/**
 * Finds a file as `locateDownload` does, for anybody who is not signed in: by what is known here, if that is fresh.
 * While the database is away, what was known before is used; a takedown is seen within a minute if it is not.
 * @throws RegistryError plugin_not_found, version_not_found
 */
export async function findDownload(
  ctx: Pick<Context, "db" | "locations" | "waitUntil">,
  target: DownloadTarget,
): Promise<DownloadLocation> {
  const { locations } = ctx;
  const key = keyOf(target);
  const known = await locations.find(key);
  if (known?.isFresh) return known.value as DownloadLocation;
  try {
    const location = await locateDownload({ db: ctx.db, actor: null }, target);
    ctx.waitUntil(locations.keep(key, location));
    return location;
  } catch (error) {
    if (error instanceof RegistryError) ctx.waitUntil(locations.forget(key));
    if (!known || !isDatabaseUnavailable(error)) throw error;
    locations.sourceFailed();
    return known.value as DownloadLocation;
  }
}

/** A file that is sent without asking anybody where it lies or for its bytes. */
export interface HeldDownload {
  location: DownloadLocation;
  body: ArrayBuffer;
}

/** What this isolate's memory has of a file, for anybody who is not signed in, while what is known of it is fresh. */
export function heldDownload(
  { locations, blobs }: { locations: Pick<StaleCache, "held">; blobs: Pick<EdgeCache, "held"> },
  target: DownloadTarget,
): HeldDownload | undefined {
  const known = locations.held(keyOf(target));
  if (!known?.isFresh) return undefined;
  const location = known.value as DownloadLocation;
  const body = heldBlob(blobs, location);
  return body && { location, body };
}
