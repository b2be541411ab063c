import { type SQL, sql } from "drizzle-orm/sql";
import { isPrerelease, precedenceKey } from "#lib/versions.ts";
import { auditRows } from "../audit.ts";
import type { Actor } from "../context.ts";
import type { PublishInput } from "./input.ts";
import type { Inspection } from "./inspection.ts";

/** The objects of a version, already stored under keys that nobody else uses. */
export interface StoredFiles {
  moduleKey: string;
  packageKey: string;
  packageChecksum: string;
  packageSizeBytes: number;
  sbomKey?: string;
  sbomSignatureKey?: string;
}

/** Everything that a version consists of, checked and stored. */
export interface Publication {
  input: PublishInput;
  inspection: Inspection;
  files: StoredFiles;
  /** The announcement that the module was sent by, when it came straight to storage. */
  uploadId?: string;
}

/**
 * The one statement that publishes: it claims the name or locks the plugin and its owner's row, inserts version and
 * dependencies and writes the audit row; a trigger moves the plugin's current version. It returns a row when it won.
 * No row: the plugin is somebody else's, or was claimed a moment ago. A version that exists violates
 * `plugin_versions_precedence_unique` and leaves nothing behind.
 */
export function publishStatement(actor: Actor, { input, inspection, files, uploadId }: Publication): SQL {
  // Locked, so that what is collected as abandoned and what is published are never the same file.
  const announced = uploadId
    ? sql`select id from uploads where id = ${uploadId}::uuid and user_id = ${actor.id} for update`
    : sql`select true`;
  // Locked, so that a key which is revoked meanwhile does not sign.
  const signer = input.signature
    ? sql`select key_id from signing_keys
          where key_id = ${input.signature.key_id} and user_id = ${actor.id} and revoked_at is null for share`
    : sql`select null::text as key_id`;
  const metadata = sql`${input.description}::text, ${input.category}::text, ${input.license}::text,
    ${input.repository ?? null}::text, ${input.homepage ?? null}::text, ${input.language ?? inspection.wasm.language}::text,
    ${sql.param(input.tags ?? [])}::text[]`;
  return sql`
    with announced as (${announced}), signer as (${signer}), publisher as (
      select id from users where id = ${actor.id} and suspended_at is null
        and exists (select from announced) and exists (select from signer) for share
    ), known as (
      select p.id from plugins p where p.name = ${input.name} and p.taken_down_at is null for no key update
    ), owned as (
      select known.id from known
      join plugin_owners o on o.plugin_id = known.id and o.user_id = (select id from publisher) for key share of o
    ), created as (
      insert into plugins (name, author_id, description, category, license, repository, homepage, language, tags)
      select ${input.name}, publisher.id, ${metadata} from publisher where not exists (select from known)
      on conflict do nothing returning id
    ), first_owner as (
      insert into plugin_owners (plugin_id, user_id) select created.id, publisher.id from created, publisher
    ), target as (
      select id from owned union all select id from created
    ), version as (
      insert into plugin_versions (
        plugin_id, version, precedence, is_prerelease,
        description, category, license, repository, homepage, language, tags,
        readme, manifest, min_mockforge_version, wasm, capabilities, findings, checksum, size_bytes, module_key,
        package_key, package_checksum, package_size_bytes, published_by,
        sbom_key, sbom_checksum, sbom_signature_key, sbom_signature_checksum, signing_key_id, signature
      )
      select target.id, ${input.version}, ${precedenceKey(input.version)}, ${isPrerelease(input.version)}::boolean,
        ${metadata},
        ${input.readme ?? null}::text, ${input.manifest ? JSON.stringify(input.manifest) : null}::jsonb,
        ${input.min_mockforge_version ?? null}::text,
        ${JSON.stringify(inspection.wasm)}::jsonb, ${JSON.stringify(inspection.capabilities)}::jsonb,
        ${JSON.stringify(inspection.findings)}::jsonb,
        ${input.checksum}, ${inspection.sizeBytes}::integer, ${files.moduleKey},
        ${files.packageKey}, ${files.packageChecksum}, ${files.packageSizeBytes}::integer, ${actor.id}::uuid,
        ${files.sbomKey ?? null}::text, ${input.sbom?.checksum ?? null}::text,
        ${files.sbomSignatureKey ?? null}::text, ${input.sbomSignature?.checksum ?? null}::text,
        (select key_id from signer), ${input.signature?.signature ?? null}::text
      from target
      returning id, published_at, plugin_id, null::uuid as user_id
    ), dependencies as (
      insert into plugin_dependencies (version_id, dependency_id, requirement)
      select version.id, d.id, wanted.value
      from version, jsonb_each_text(${JSON.stringify(input.dependencies ?? {})}::jsonb) wanted
      join plugins d on d.name = wanted.key
    ), audit as (${auditRows("version", "version.publish", actor.id, { version: input.version, checksum: input.checksum })})
    select published_at from version`;
}
