import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";
import { deleteUnnamed } from "./delete-unnamed.ts";

const HOUR_MS = 60 * 60 * 1000;
/** Longer than any completion that began in time is on its way. */
const ABANDONED_MS = HOUR_MS;
/** So long a completion can be asked for again. */
const REMEMBERED_MS = 24 * HOUR_MS;
const PAGE = 200;

/**
 * Forgets uploads that were not completed in time, and deletes what was sent for them; forgets completed ones after a
 * day. The row goes first: the statement that publishes needs it, so what is deleted afterwards can no longer be
 * published, and what was published meanwhile is named by its version.
 * @returns how many files were deleted, at most `most` and a page
 */
export async function collectUploads(ctx: Pick<Context, "db" | "store" | "clock">, most: number): Promise<number> {
  const now = ctx.clock().getTime();
  const [abandoned, forgotten] = [ABANDONED_MS, REMEMBERED_MS].map((age) => new Date(now - age).toISOString());
  let deleted = 0;
  while (deleted < most) {
    const rows = await rowsOf<{ module_key: string }>(
      ctx.db,
      sql`delete from uploads where id in (
            select u.id from uploads u
            where u.expires_at < ${abandoned} and (
              u.expires_at < ${forgotten} or not exists (select from plugin_versions v where v.module_key = u.module_key)
            )
            order by u.expires_at limit ${PAGE}
          ) returning module_key`,
    );
    deleted += await deleteUnnamed(
      ctx,
      rows.map(({ module_key }) => module_key),
    );
    if (rows.length < PAGE) break;
  }
  return deleted;
}
