import { sql } from "drizzle-orm/sql";
import type { PageQuery } from "#contract/paging.ts";
import type { DependentsResponse } from "#contract/resolution.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

/**
 * Who depends on a plugin, by their current versions: what only an old version needed does not count. The most
 * downloaded first. @throws RegistryError plugin_not_found
 */
export async function listDependents(
  ctx: Pick<Context, "db">,
  name: string,
  { page, per_page }: PageQuery,
): Promise<DependentsResponse> {
  const found = await rowOf<Pick<DependentsResponse, "dependents" | "total">>(
    ctx.db,
    sql`with plugin as (
          select id from plugins where name = ${name} and taken_down_at is null
        ), dependents as materialized (
          select p.id, p.name, p.downloads, d.version_id, d.requirement
          from plugin
          join plugin_dependencies d on d.dependency_id = plugin.id
          join plugins p on p.current_version_id = d.version_id and p.taken_down_at is null
        ), page as (
          select * from dependents order by downloads desc, name limit ${per_page} offset ${page * per_page}
        )
        select (select count(*)::integer from dependents) as total, (
          select coalesce(jsonb_agg(jsonb_build_object(
            'name', page.name, 'version', v.version, 'requirement', page.requirement,
            'description', p.description, 'downloads', page.downloads
          ) order by page.downloads desc, page.name), '[]')
          from page join plugins p on p.id = page.id join plugin_versions v on v.id = page.version_id
        ) as dependents
        from plugin`,
  );
  if (!found) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return { dependents: found.dependents, total: found.total, page, per_page };
}
