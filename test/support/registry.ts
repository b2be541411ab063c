import { isPrerelease, precedenceKey } from "../../src/lib/versions.ts";
import type { Candidate } from "../../src/lib/resolver/index.ts";
import type { Database } from "./database.ts";

export type Candidates = Map<string, Candidate[]>;

const LINE =
  /^(?<name>\S+) (?<version>[^\s:]+)(?<yanked> yanked)?(?: mockforge (?<least>[^\s:]+))?(?:: (?<needs>.+))?$/;

/**
 * A registry, a version a line: `auth 1.2.0: crypto ^1; clock ~1.0`; between version and colon may stand `yanked` and
 * `mockforge 0.9.0`.
 */
export function registry(text: string): Candidates {
  const candidates: Candidates = new Map();
  for (const line of text.trim().split("\n")) {
    const groups = LINE.exec(line.trim())?.groups;
    if (!groups) throw new Error(`cannot read '${line}'`);
    const { name = "", version = "", yanked, least, needs = "" } = groups;
    const dependencies = needs
      .split("; ")
      .filter(Boolean)
      .map((each) => each.split(/ (.*)/) as [string, string]);
    const candidate = {
      version,
      yanked: yanked !== undefined,
      min_mockforge_version: least ?? null,
      dependencies: Object.fromEntries(dependencies.map(([target, requirement]) => [target, requirement])),
    };
    candidates.set(name, [...(candidates.get(name) ?? []), candidate]);
  }
  return candidates;
}

/** Puts such a registry straight into the database, where its dependencies may form cycles; there are no files. */
export async function insertRegistry(sql: Database, authorId: string, text: string): Promise<void> {
  const plugins = [...registry(text)];
  const rows = plugins.flatMap(([plugin, versions]) => {
    return versions.map((version) => ({
      ...version,
      plugin,
      precedence: precedenceKey(version.version),
      prerelease: isPrerelease(version.version),
    }));
  });
  await sql`
    insert into plugins (name, author_id, description, category, license)
    select name, ${authorId}, 'The plugin ' || name, 'testing', 'MIT'
    from jsonb_array_elements_text(${JSON.stringify(plugins.map(([name]) => name))}) name`;
  await sql`
    insert into plugin_versions (plugin_id, version, precedence, is_prerelease, description, category, license,
      min_mockforge_version, checksum, size_bytes, module_key, package_key, package_checksum, package_size_bytes,
      published_by, yanked_at)
    select p.id, v.version, v.precedence, v.prerelease, p.description, p.category, p.license,
      v.min_mockforge_version, encode(sha256((v.plugin || v.version)::bytea), 'hex'), 100 + length(v.version), v.plugin || '/' || v.version || '.wasm', v.plugin || '/' || v.version || '.zip',
      repeat('0', 64), 1, ${authorId}, case when v.yanked then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}) as v (plugin text, version text, precedence text,
      prerelease boolean, min_mockforge_version text, yanked boolean) join plugins p on p.name = v.plugin`;
  await sql`
    insert into plugin_dependencies (version_id, dependency_id, requirement)
    select v.id, target.id, need.value
    from jsonb_to_recordset(${JSON.stringify(rows)}) as row (plugin text, version text, dependencies jsonb)
    join plugins p on p.name = row.plugin
    join plugin_versions v on v.plugin_id = p.id and v.version = row.version
    cross join jsonb_each_text(row.dependencies) need
    join plugins target on target.name = need.key`;
}
