import { sql } from "drizzle-orm/sql";
import type { RegistryEntry, VersionEntry } from "#contract/plugins.ts";
import { rowsOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { precedenceKey } from "#lib/versions.ts";
import { type CapabilityChanges, compareCapabilities } from "#lib/wasm/capabilities.ts";
import type { Context } from "../context.ts";
import { toVersionEntry, type VersionRecord } from "./record.ts";

/** What each version says of its plugin. */
export type VersionMetadata = Pick<
  RegistryEntry,
  "description" | "category" | "license" | "repository" | "homepage" | "language" | "tags"
>;

export type ComparedVersion = VersionEntry & { metadata: VersionMetadata };

export interface VersionComparison {
  before: ComparedVersion;
  after: ComparedVersion;
  /** null when one of them was never inspected. */
  capabilities: CapabilityChanges | null;
}

/** Two versions of a plugin side by side. One round trip. @throws RegistryError plugin_not_found, version_not_found */
export async function compareVersions(
  ctx: Pick<Context, "db">,
  name: string,
  numbers: { before: string; after: string },
  origin: string,
): Promise<VersionComparison> {
  const both = [numbers.before, numbers.after].map(precedenceKey);
  const rows = await rowsOf<{ version: VersionRecord | null; metadata: VersionMetadata }>(
    ctx.db,
    sql`select case when v.id is not null then v.whole end as version,
          jsonb_build_object('description', said.description, 'category', said.category, 'license', said.license,
            'repository', said.repository, 'homepage', said.homepage, 'language', said.language, 'tags', to_jsonb(said.tags)
          ) as metadata
        from plugins p
        left join versions_as_json v on v.plugin_id = p.id and v.precedence = any(${sql.param(both)}::text[])
        left join plugin_versions said on said.id = v.id
        where p.name = ${name} and p.taken_down_at is null`,
  );
  if (rows.length === 0) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });

  const [before, after] = [numbers.before, numbers.after].map((number) => {
    const row = rows.find(({ version }) => version?.version === number);
    if (row?.version) return { record: row.version, metadata: row.metadata };
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${number}'` });
  }) as [Row, Row];
  const [could, can] = [before.record.capabilities, after.record.capabilities];
  return {
    before: { ...toVersionEntry(before.record, name, origin), metadata: before.metadata },
    after: { ...toVersionEntry(after.record, name, origin), metadata: after.metadata },
    capabilities: could && can ? compareCapabilities(could, can) : null,
  };
}

interface Row {
  record: VersionRecord;
  metadata: VersionMetadata;
}
