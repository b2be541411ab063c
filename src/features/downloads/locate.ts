import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

export type DownloadFormat = "wasm" | "zip";

export interface DownloadTarget {
  name: string;
  version: string;
  format: DownloadFormat;
}

/** Where the bytes of a version lie, and what they are. */
export interface DownloadLocation {
  pluginId: string;
  versionId: string;
  key: string;
  checksum: string;
  sizeBytes: number;
  filename: string;
  contentType: string;
}

const CONTENT_TYPES: Record<DownloadFormat, string> = { wasm: "application/wasm", zip: "application/zip" };

interface LocationRow {
  plugin_id: string;
  version_id: string | null;
  key: string;
  checksum: string;
  size_bytes: number;
}

/**
 * Finds the file of an exact version, yanked or not. For somebody signed in it also notes that they downloaded the
 * plugin, which is what makes a later review of theirs `verified`.
 * @throws RegistryError plugin_not_found, version_not_found
 */
export async function locateDownload(
  ctx: Pick<Context, "db" | "actor">,
  { name, version, format }: DownloadTarget,
): Promise<DownloadLocation> {
  const columns =
    format === "wasm"
      ? sql`v.module_key as key, v.checksum, v.size_bytes`
      : sql`v.package_key as key, v.package_checksum as checksum, v.package_size_bytes as size_bytes`;
  const found = sql`select p.id as plugin_id, v.id as version_id, ${columns}
    from plugins p left join plugin_versions v on v.plugin_id = p.id and v.version = ${version}
    where p.name = ${name} and p.taken_down_at is null`;
  const noted = ctx.actor
    ? sql`, noted as (
        insert into user_downloads (user_id, plugin_id)
        select ${ctx.actor.id}::uuid, plugin_id from found where version_id is not null on conflict do nothing
      )`
    : sql``;
  const row = await rowOf<LocationRow>(ctx.db, sql`with found as (${found}) ${noted} select * from found`);
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.version_id) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${version}'` });
  }
  return {
    pluginId: row.plugin_id,
    versionId: row.version_id,
    key: row.key,
    checksum: row.checksum,
    sizeBytes: row.size_bytes,
    filename: `${name}-${version}.${format}`,
    contentType: CONTENT_TYPES[format],
  };
}
