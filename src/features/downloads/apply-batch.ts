import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { DownloadBatch } from "#platform/download-counter/batch.ts";
import type { Context } from "../context.ts";

/**
 * Adds a batch of counted downloads to days, versions and plugins, once: a batch whose sequence is not above the
 * counter's last one changes nothing. One statement.
 */
export async function applyDownloads(ctx: Pick<Context, "db" | "clock">, batch: DownloadBatch): Promise<void> {
  const counts = batch.counts.map(({ versionId, day, downloads }) => ({ version_id: versionId, day, downloads }));
  const today = ctx.clock().toISOString().slice(0, 10);
  await rowsOf(
    ctx.db,
    sql`with fresh as (
          insert into download_counters (counter, last_sequence) values (${batch.counter}, ${batch.sequence}::bigint)
          on conflict (counter) do update set last_sequence = excluded.last_sequence
          where download_counters.last_sequence < excluded.last_sequence
          returning counter
        ), counted as (
          select v.id as version_id, v.plugin_id, c.day, sum(c.downloads)::integer as downloads
          from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as c (version_id uuid, day date, downloads integer)
          join plugin_versions v on v.id = c.version_id
          where exists (select from fresh)
          group by v.id, v.plugin_id, c.day
        ), daily as (
          insert into plugin_downloads_daily (version_id, day, plugin_id, downloads)
          select version_id, day, plugin_id, downloads from counted
          on conflict (version_id, day) do update
          set downloads = plugin_downloads_daily.downloads + excluded.downloads
        ), per_version as (
          update plugin_versions v set downloads = v.downloads + c.downloads
          from (select version_id, sum(downloads) as downloads from counted group by version_id) c
          where v.id = c.version_id
        )
        update plugins p set
          downloads = p.downloads + c.downloads,
          recent_downloads = p.recent_downloads + c.recent,
          week_downloads = p.week_downloads + c.week,
          previous_week_downloads = p.previous_week_downloads + c.previous_week
        from (
          select plugin_id, sum(downloads) as downloads,
            coalesce(sum(downloads) filter (where day > ${today}::date - 30), 0) as recent,
            coalesce(sum(downloads) filter (where day > ${today}::date - 7), 0) as week,
            coalesce(sum(downloads) filter (where day > ${today}::date - 14 and day <= ${today}::date - 7), 0)
              as previous_week
          from counted group by plugin_id
        ) c
        where p.id = c.plugin_id`,
  );
}
