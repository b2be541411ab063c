import { sql } from "drizzle-orm/sql";
import type { VersionEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { toVersionEntry, type VersionRecord } from "./record.ts";

/** All versions of a plugin, newest first. @throws RegistryError plugin_not_found */
export async function listVersions(ctx: Pick<Context, "db">, name: string, origin: string): Promise<VersionEntry[]> {
  const row = await rowOf<{ versions: VersionRecord[] }>(
    ctx.db,
    sql`select (
          select coalesce(json_agg(v.whole order by v.precedence desc), '[]')
          from versions_as_json v where v.plugin_id = p.id
        ) as versions
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return row.versions.map((version) => toVersionEntry(version, name, origin));
}
