import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

const LISTED = 200;

interface TagCount {
  tag: string;
  plugins: number;
}

/** The tags that most plugins carry, at most two hundred. One round trip. */
export const listTags = (ctx: Pick<Context, "db">): Promise<TagCount[]> =>
  rowsOf<TagCount>(
    ctx.db,
    sql`select name as tag, plugins from tags where plugins > 0 order by plugins desc, name limit ${LISTED}`,
  );
