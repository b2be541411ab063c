import { sql } from "drizzle-orm";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { precedenceKey } from "#lib/versions.ts";
import type { Context } from "../context.ts";

/**
 * The README that came with a version, or with the plugin's current one.
 * @returns null when it came without @throws RegistryError plugin_not_found, version_not_found
 */
export async function getReadme(
  ctx: Pick<Context, "db">,
  name: string,
  version: string | undefined,
): Promise<string | null> {
  const which =
    version === undefined
      ? sql`v.id = p.current_version_id`
      : sql`v.precedence = ${precedenceKey(version)} and v.version = ${version}`;
  const row = await rowOf<{ found: boolean; readme: string | null }>(
    ctx.db,
    sql`select v.id is not null as found, v.readme from plugins p
        left join plugin_versions v on v.plugin_id = p.id and ${which}
        where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.found) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${version}'` });
  }
  return row.readme;
}
