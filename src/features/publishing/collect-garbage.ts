import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

/** Long after any publication that is still on its way. */
const GRACE_MS = 24 * 60 * 60 * 1000;
const PAGE = 200;
/** What one run looks at and deletes at most, so that it stays within a Worker's subrequests; the next goes on. */
const MOST_PAGES = 200;
const MOST_DELETED = 600;
/** A Worker has six connections at a time. */
const AT_ONCE = 6;

/**
 * Deletes the files of publications that lost or broke off: older than 24 h and named by no version. One that is named
 * is never deleted, since a version's row is written less than a minute after its files.
 * @returns how many were deleted
 */
export async function collectGarbage(ctx: Pick<Context, "db" | "store" | "clock">): Promise<number> {
  const newest = ctx.clock().getTime() - GRACE_MS;
  let deleted = 0;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { objects, next } = await ctx.store.list("packages/", { after, limit: PAGE });
    const old = objects.filter(({ modifiedAt }) => modifiedAt.getTime() < newest).map(({ key }) => key);
    const orphans = old.length === 0 ? [] : await unnamed(ctx, old);
    for (let i = 0; i < orphans.length; i += AT_ONCE) {
      await Promise.all(orphans.slice(i, i + AT_ONCE).map((key) => ctx.store.delete(key)));
    }
    deleted += orphans.length;
    if (next === undefined || deleted > MOST_DELETED - PAGE) break;
    after = next;
  }
  return deleted;
}

async function unnamed(ctx: Pick<Context, "db">, keys: string[]): Promise<string[]> {
  const rows = await rowsOf<{ key: string }>(
    ctx.db,
    sql`select key from unnest(${sql.param(keys)}::text[]) key
        where not exists (select from plugin_versions v where v.module_key = key)
          and not exists (select from plugin_versions v where v.package_key = key)`,
  );
  return rows.map(({ key }) => key);
}
