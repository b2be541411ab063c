import { isDatabaseUnavailable } from "#db/errors.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { type DownloadLocation, type DownloadTarget, locateDownload } from "./locate.ts";

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
  const key = `${target.name}/${encodeURIComponent(target.version)}.${target.format}`;
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
