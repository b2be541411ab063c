import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

const LISTED = 50;

/** A version, as news. */
export interface Release {
  name: string;
  version: string;
  description: string;
  published_at: string;
  published_by: string;
  yanked: boolean;
}

/**
 * The latest versions of all plugins, or of one, by when they were published; at most fifty. One round trip.
 * @throws RegistryError plugin_not_found
 */
export async function listReleases(ctx: Pick<Context, "db">, name?: string): Promise<Release[]> {
  const releases = await rowsOf<Release>(
    ctx.db,
    sql`select p.name, v.version, v.description, v.published_at, u.username as published_by,
          v.yanked_at is not null as yanked
        from plugin_versions v join plugins p on p.id = v.plugin_id join users u on u.id = v.published_by
        where p.taken_down_at is null ${name === undefined ? sql`` : sql`and p.name = ${name}`}
        order by v.published_at desc, v.id limit ${LISTED}`,
  );
  // A plugin has a version at least.
  if (name !== undefined && releases.length === 0) {
    throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  }
  return releases.map((release) => ({ ...release, published_at: new Date(release.published_at).toISOString() }));
}
