import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { nameOf, speltLike } from "./spelling.ts";

const MOST = 8;

/** Up to eight plugin names: those that begin with what was typed, most downloaded first, then similar ones. */
export async function suggestPlugins(ctx: Pick<Context, "db">, typed: string): Promise<string[]> {
  const text = nameOf(typed);
  if (text === "") return [];
  const row = await rowOf<{ names: string[] }>(
    ctx.db,
    sql`with by_prefix as materialized (
          select name, 2::real as closeness, downloads from plugins
          where name like ${`${text}%`} and taken_down_at is null
          order by downloads desc, name limit ${MOST}
        ), alike as (
          select p.name, spelt.closeness, p.downloads from ${speltLike(text, { isUnfinished: true })}
          where (select count(*) from by_prefix) < ${MOST} and p.name not like ${`${text}%`}
        ), names as (
          select * from by_prefix union all select * from alike
          order by closeness desc, downloads desc, name limit ${MOST}
        )
        select coalesce(jsonb_agg(name order by closeness desc, downloads desc, name), '[]') as names from names`,
  );
  return row?.names ?? [];
}
