import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

/** How many plugins one part of the sitemap lists; the protocol allows 50,000. */
const PART = 10_000;

/** The name that each part begins with, in the order of names: from an index alone. One round trip. */
export async function listSitemapParts(ctx: Pick<Context, "db">): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    ctx.db,
    sql`select name from (
          select p.name, row_number() over (order by p.name) as position from plugins p where p.taken_down_at is null
        ) numbered
        where position % ${PART}::integer = 1 order by name`,
  );
  return rows.map(({ name }) => name);
}

/** The plugins of the part that begins with a name, whether or not there is one of that name. One round trip. */
export const listSitemapPart = (
  ctx: Pick<Context, "db">,
  from: string,
): Promise<{ name: string; updated_at: string }[]> =>
  rowsOf(
    ctx.db,
    sql`select p.name, p.updated_at from plugins p where p.taken_down_at is null and p.name >= ${from}
        order by p.name limit ${PART}`,
  );
