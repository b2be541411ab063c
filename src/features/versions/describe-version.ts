import { sql } from "drizzle-orm/sql";
import type { RegistryEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { precedenceKey } from "#lib/versions.ts";
import type { Context } from "../context.ts";

type Metadata = "description" | "category" | "license" | "repository" | "homepage" | "language" | "tags";

/** What a version said of its plugin, and the README that came with it, null when it came without. */
interface VersionDescription {
  metadata: Pick<RegistryEntry, Metadata>;
  readme: string | null;
}

/**
 * Describes a version in its own words, or the plugin's current one.
 * @throws RegistryError plugin_not_found, version_not_found
 */
export async function describeVersion(
  ctx: Pick<Context, "db">,
  name: string,
  version: string | undefined,
): Promise<VersionDescription> {
  const which =
    version === undefined
      ? sql`v.id = p.current_version_id`
      : sql`v.precedence = ${precedenceKey(version)} and v.version = ${version}`;
  const row = await rowOf<VersionDescription & { found: boolean }>(
    ctx.db,
    sql`select v.id is not null as found, v.readme,
          jsonb_build_object('description', v.description, 'category', v.category, 'license', v.license,
            'repository', v.repository, 'homepage', v.homepage, 'language', v.language, 'tags', v.tags) as metadata
        from plugins p
        left join plugin_versions v on v.plugin_id = p.id and ${which}
        where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.found) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${version}'` });
  }
  return { metadata: row.metadata, readme: row.readme };
}
