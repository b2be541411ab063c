import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

/** A Worker has six connections at a time. */
const AT_ONCE = 6;

/** Deletes those of the files that neither a version nor an upload under way names. @returns how many */
export async function deleteUnnamed(ctx: Pick<Context, "db" | "store">, keys: string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const orphans = await rowsOf<{ key: string }>(
    ctx.db,
    sql`select key from unnest(${sql.param(keys)}::text[]) key
        where not exists (select from plugin_versions v where v.module_key = key)
          and not exists (select from plugin_versions v where v.package_key = key)
          and not exists (select from plugin_versions v where v.sbom_key = key)
          and not exists (select from plugin_versions v where v.sbom_signature_key = key)
          and not exists (select from uploads u where u.module_key = key)`,
  );
  for (let i = 0; i < orphans.length; i += AT_ONCE) {
    await Promise.all(orphans.slice(i, i + AT_ONCE).map(({ key }) => ctx.store.delete(key)));
  }
  return orphans.length;
}
