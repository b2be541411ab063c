import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

/**
 * Adds what publications have noted of their words to what is kept of each, which no answer shows: it bounds how much a search has to
 * add up. Run by cron.
 * @returns of how many words another number is kept than before
 */
export async function addUpSearchWords(ctx: Pick<Context, "db">): Promise<number> {
  const row = await rowOf<{ words: number }>(ctx.db, sql`select add_up_search_words() as words`);
  return row?.words ?? 0;
}
