import { sql } from "drizzle-orm/sql";
import type { PublishMetadata } from "#contract/publishing.ts";
import { rowOf } from "#db/rows.ts";
import { withoutAdditions } from "#lib/similar-names.ts";
import { precedenceKey } from "#lib/versions.ts";
import type { Actor, Context } from "../context.ts";
import type { PublishInput } from "./input.ts";
import type { SigningKeyState } from "./signature.ts";

/** What the database holds of a name, a version and the dependencies that somebody wants to publish. */
export interface PublishState {
  /** The plugin of that canonical name. */
  plugin: { name: string; owned: boolean; taken_down: boolean } | null;
  /** The version of equal precedence. */
  version: {
    version: string;
    checksum: string;
    module_key: string;
    sbom_checksum: string | null;
    sbom_signature_checksum: string | null;
    signature: string | null;
    published_by: string;
    published_at: string;
    said: Said;
  } | null;
  /** The key that the signature names, if it is the account's. */
  signing_key: SigningKeyState | null;
  unknown_dependencies: string[];
  /** Why the name may not be claimed; null when it is not reserved, or an administrator let it pass. */
  reserved: string | null;
  /** Well-known names of others that look a little like it; empty when an administrator let it pass. */
  similar: string[];
}

/** What was said of a version that is there. */
type Said = Omit<Record<keyof PublishMetadata, unknown>, "name" | "version">;

/** One round trip. */
export async function readPublishState(
  ctx: Pick<Context, "db">,
  actor: Actor,
  { name, version, dependencies = {}, signature }: PublishInput,
): Promise<PublishState> {
  const state = await rowOf<PublishState>(
    ctx.db,
    sql`with plugin as (
          select id, name, taken_down_at is not null as taken_down,
                 exists (select from plugin_owners o where o.plugin_id = plugins.id and o.user_id = ${actor.id}) as owned
          from plugins where canonical_name = translate(${name}, '01i-', 'oll')
        ), allowed as (
          select name from plugin where plugin.name = ${name}
          union all select name from allowed_names where name = ${name}
        )
        select
          (select to_jsonb(plugin) - 'id' from plugin) as plugin,
          (select jsonb_build_object('version', v.version, 'checksum', v.checksum, 'module_key', v.module_key,
                                     'sbom_checksum', v.sbom_checksum, 'sbom_signature_checksum', v.sbom_signature_checksum,
                                     'signature', v.signature, 'published_by', v.published_by, 'published_at', v.published_at,
                                     'said', jsonb_build_object(
                                       'description', v.description, 'category', v.category, 'license', v.license,
                                       'repository', v.repository, 'homepage', v.homepage, 'language', v.language,
                                       'tags', v.tags, 'readme', v.readme, 'manifest', v.manifest,
                                       'min_mockforge_version', v.min_mockforge_version,
                                       'dependencies', (select coalesce(jsonb_object_agg(p.name, d.requirement), '{}')
                                                        from plugin_dependencies d join plugins p on p.id = d.dependency_id
                                                        where d.version_id = v.id)))
           from plugin_versions v join plugin on plugin.id = v.plugin_id
           where v.precedence = ${precedenceKey(version)}) as version,
          (select jsonb_build_object('public_key', public_key, 'revoked', revoked_at is not null) from signing_keys
           where key_id = ${signature?.key_id ?? null}::text and user_id = ${actor.id}) as signing_key,
          (select coalesce(jsonb_agg(wanted order by wanted), '[]')
           from unnest(${sql.param(Object.keys(dependencies))}::text[]) wanted
           where not exists (select from plugins d where d.name = wanted and d.taken_down_at is null)
          ) as unknown_dependencies,
          (select r.reason from reserved_names r
           where r.canonical_name = translate(${name}, '01i-', 'oll') and not exists (select from allowed)) as reserved,
          (select coalesce(jsonb_agg(p.name order by p.downloads desc), '[]') from (
             select id, name, downloads from plugins
             where downloads >= 1000 and length(name) between ${name.length - 1} and ${name.length + 1}
               and levenshtein_less_equal(name, ${name}, 2) <= 2 and not exists (select from allowed)
             union
             select id, name, downloads from plugins
             where name = any(${sql.param(withoutAdditions(name))}::text[]) and downloads >= 1000
               and not exists (select from allowed)
           ) p
           where not exists (select from plugin_owners o where o.plugin_id = p.id and o.user_id = ${actor.id})
          ) as similar`,
  );
  if (!state) throw new Error("a select without a from returned no row");
  return state;
}
