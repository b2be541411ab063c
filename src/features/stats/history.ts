import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

const DAYS = 90;
const MONTHS = 24;
const SAMPLE = 1_000;
const LANGUAGES = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface History {
  /** At the end of each month in which something changed, the latest last. */
  months: { month: string; plugins: number; versions: number }[];
  /** Of the last ninety, each with downloads. */
  days: { day: string; downloads: number }[];
  from: string;
  to: string;
  /** Among so many of the most used plugins. */
  sample: number;
  languages: { language: string; plugins: number }[];
}

/** How the registry grew, from what each day added. One round trip, which grows with days and not with plugins. */
export async function getHistory(ctx: Pick<Context, "db" | "clock">): Promise<History> {
  const now = ctx.clock();
  const to = now.toISOString().slice(0, 10);
  const from = new Date(now.getTime() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const row = await rowOf<Omit<History, "from" | "to">>(
    ctx.db,
    sql`with months as (
          select to_char(day, 'YYYY-MM') as month, sum(sum(plugins)) over upto as plugins, sum(sum(versions)) over upto as versions
          from registry_days group by 1 window upto as (order by to_char(day, 'YYYY-MM')) order by 1 desc limit ${MONTHS}
        ), sample as materialized (
          select p.language from plugins p where p.taken_down_at is null
          order by p.recent_downloads desc, p.downloads desc, p.name limit ${SAMPLE}
        ), languages as (
          select language, count(*) as plugins from sample where language is not null
          group by language order by plugins desc, language limit ${LANGUAGES}
        )
        select
          (select coalesce(jsonb_agg(m order by month), '[]') from months m) as months,
          (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'downloads', downloads) order by day), '[]')
            from registry_days where day between ${from}::date and ${to}::date and downloads > 0) as days,
          (select count(*)::integer from sample) as sample,
          (select coalesce(jsonb_agg(l order by plugins desc, language), '[]') from languages l) as languages`,
  );
  if (!row) throw new Error("an aggregate returned no row");
  return { ...row, from, to };
}
