import { type SQL, sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Candidate } from "#lib/resolver/index.ts";
import type { Context } from "../context.ts";

/** A version with what whoever installs it needs to know. */
export interface StoredCandidate extends Candidate {
  checksum: string;
  size: number;
}

export const MAX_PLUGINS = 2_000;
export const MAX_VERSIONS = 20_000;
export const MAX_DEPENDENCIES = 100_000;

interface Found {
  plugins: number;
  versions: number;
  dependencies: number;
  candidates: Record<string, StoredCandidate[]> | null;
}

/**
 * Every version of every plugin that can be reached from `roots`, in one round trip; plugins that nobody may see are
 * not among them.
 * @param lock plugin name → version; of the versions that are yanked, only these bring their dependencies
 * @throws RegistryError resolution_too_large
 */
export async function findCandidates(
  ctx: Pick<Context, "db">,
  roots: string[],
  lock: Record<string, string>,
): Promise<Map<string, StoredCandidate[]>> {
  const found = await rowOf<Found>(ctx.db, candidatesStatement(roots, lock));
  if (!found) throw new Error("an aggregate returned no row");
  if (!found.candidates) throw tooLarge(found);
  return new Map(Object.entries(found.candidates));
}

/**
 * The limits make Postgres stop where the graph becomes too large: a recursive query yields its rows as they are asked
 * for. UNION keeps each plugin once, which also ends cycles. OFFSET 0 is a fence: the planner, which cannot know how
 * small a graph is, would rather read whole tables than look up each row.
 */
function candidatesStatement(roots: string[], lock: Record<string, string>): SQL {
  const locked = sql`${JSON.stringify(lock)}::jsonb`;
  return sql`
    with recursive reachable (id, name) as (
      select id, name from plugins where name = any(${sql.param(roots)}::text[]) and taken_down_at is null
      union
      select p.id, p.name
      from reachable r
      cross join lateral (select id, version, yanked_at from plugin_versions where plugin_id = r.id offset 0) v
      cross join lateral (select dependency_id from plugin_dependencies where version_id = v.id offset 0) d
      cross join lateral (select id, name, taken_down_at from plugins where id = d.dependency_id offset 0) p
      where (v.yanked_at is null or v.version = ${locked} ->> r.name) and p.taken_down_at is null
    ), graph as materialized (
      select id, name from reachable limit ${MAX_PLUGINS + 1}
    ), versions as materialized (
      select v.id, g.name, v.version, v.min_mockforge_version, v.checksum, v.size_bytes, v.yanked_at is not null as yanked,
        v.yanked_at is null or v.version = ${locked} ->> g.name as usable
      from graph g cross join lateral (
        select id, version, min_mockforge_version, checksum, size_bytes, yanked_at
        from plugin_versions where plugin_id = g.id offset 0
      ) v
      limit ${MAX_VERSIONS + 1}
    ), dependencies as materialized (
      select d.version_id, p.name, d.requirement
      from versions v
      cross join lateral (
        select version_id, dependency_id, requirement from plugin_dependencies where version_id = v.id offset 0
      ) d
      cross join lateral (select name from plugins where id = d.dependency_id offset 0) p
      where v.usable
      limit ${MAX_DEPENDENCIES + 1}
    ), sizes as materialized (
      select (select count(*) from graph)::integer as plugins, (select count(*) from versions)::integer as versions,
        (select count(*) from dependencies)::integer as dependencies
    ), needs as (
      select version_id, json_object_agg(name, requirement) as needs from dependencies group by version_id
    ), candidates as (
      select v.name, json_agg(json_build_object(
        'version', v.version,
        'yanked', v.yanked,
        'min_mockforge_version', v.min_mockforge_version,
        'checksum', v.checksum,
        'size', v.size_bytes,
        'dependencies', coalesce(n.needs, '{}')
      )) as versions
      from versions v left join needs n on n.version_id = v.id
      group by v.name
    )
    select sizes.*, case
        when plugins <= ${MAX_PLUGINS} and versions <= ${MAX_VERSIONS} and dependencies <= ${MAX_DEPENDENCIES}
        then (select coalesce(json_object_agg(name, versions), '{}') from candidates)
      end as candidates
    from sizes`;
}

function tooLarge({ plugins, versions }: Found): RegistryError {
  const what =
    plugins > MAX_PLUGINS
      ? `${MAX_PLUGINS} plugins`
      : versions > MAX_VERSIONS
        ? `${MAX_VERSIONS} versions`
        : `${MAX_DEPENDENCIES} dependencies`;
  return new RegistryError("resolution_too_large", {
    message: `More than ${what} can be reached from what you ask for; ask for fewer plugins at once`,
  });
}
