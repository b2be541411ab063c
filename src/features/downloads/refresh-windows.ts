import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

/**
 * Recounts the downloads of the last 30 days, of the last 7 and of the 7 before them for every plugin that has any:
 * days leave these windows without anybody downloading. Run by cron; touches only rows that change.
 * @returns how many plugins changed
 */
export async function refreshDownloadWindows(ctx: Pick<Context, "db" | "clock">): Promise<number> {
  const today = ctx.clock().toISOString().slice(0, 10);
  const rows = await rowsOf(
    ctx.db,
    sql`with windows as (
          select plugin_id, sum(downloads) as recent,
            coalesce(sum(downloads) filter (where day > ${today}::date - 7), 0) as week,
            coalesce(sum(downloads) filter (where day > ${today}::date - 14 and day <= ${today}::date - 7), 0)
              as previous_week
          from plugin_downloads_daily where day > ${today}::date - 30 group by plugin_id
        ), stale as (
          select p.id, coalesce(w.recent, 0) as recent, coalesce(w.week, 0) as week,
                 coalesce(w.previous_week, 0) as previous_week
          from plugins p left join windows w on w.plugin_id = p.id
          where (p.recent_downloads, p.week_downloads, p.previous_week_downloads)
            is distinct from (coalesce(w.recent, 0), coalesce(w.week, 0), coalesce(w.previous_week, 0))
        )
        update plugins p set recent_downloads = s.recent, week_downloads = s.week,
          previous_week_downloads = s.previous_week
        from stale s where p.id = s.id
        returning p.id`,
  );
  return rows.length;
}
