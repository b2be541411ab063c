import { sql } from "drizzle-orm";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

const MOST = 8;
/** How many names with a part like the text are compared with it. */
const COMPARED = 500;

/** Up to eight plugin names: those that begin with what was typed, most downloaded first, then similar ones. */
export async function suggestPlugins(ctx: Pick<Context, "db">, typed: string): Promise<string[]> {
  const text = typed
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "");
  if (text === "") return [];
  const row = await rowOf<{ names: string[] }>(
    ctx.db,
    sql`with by_prefix as materialized (
          select name, 2::real as closeness, downloads from plugins
          where name like ${`${text}%`} and taken_down_at is null
          order by downloads desc, name limit ${MOST}
        ), compared as materialized (
          select name, similarity(name, ${text}) as closeness, downloads from plugins
          where (select count(*) from by_prefix) < ${MOST}
            and name %> ${text} and name not like ${`${text}%`} and taken_down_at is null
          limit ${COMPARED}
        ), names as (
          select * from by_prefix union all select * from compared
          order by closeness desc, downloads desc, name limit ${MOST}
        )
        select coalesce(jsonb_agg(name order by closeness desc, downloads desc, name), '[]') as names from names`,
  );
  return row?.names ?? [];
}
