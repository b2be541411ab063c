import { sql } from "drizzle-orm/sql";
import type { DownloadSeries } from "#contract/downloads.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A plugin's downloads by version and day, in UTC, today included. @throws RegistryError plugin_not_found */
export async function getDownloadSeries(
  ctx: Pick<Context, "db" | "clock">,
  name: string,
  days: number,
): Promise<DownloadSeries> {
  const now = ctx.clock();
  const to = now.toISOString().slice(0, 10);
  const from = new Date(now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const row = await rowOf<{ versions: DownloadSeries["versions"] }>(
    ctx.db,
    sql`select (
          select coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'total', s.total, 'days', s.days)
                                    order by v.precedence desc), '[]')
          from (
            select d.version_id, sum(d.downloads) as total,
                   jsonb_agg(jsonb_build_object('day', d.day, 'downloads', d.downloads) order by d.day) as days
            from plugin_downloads_daily d
            where d.plugin_id = p.id and d.day between ${from}::date and ${to}::date
            group by d.version_id
          ) s join plugin_versions v on v.id = s.version_id
        ) as versions
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  const total = row.versions.reduce((sum, version) => sum + version.total, 0);
  return { name, from, to, total, versions: row.versions };
}
