import { type SQL, sql } from "drizzle-orm";
import type { VersionEntry } from "#contract/plugins.ts";
import type { VersionSignature } from "#contract/signatures.ts";
import { type Capability, compareCapabilities } from "#lib/wasm/capabilities.ts";
import type { Finding } from "#lib/wasm/finding.ts";

/** A version as the database returns it. */
export interface VersionRecord {
  version: string;
  checksum: string;
  size: number;
  published_at: string;
  published_by: string;
  signature: VersionSignature | null;
  yanked: boolean;
  yank_reason: string | null;
  min_mockforge_version: string | null;
  has_sbom: boolean;
  has_sbom_signature: boolean;
  dependencies: Record<string, string>;
  downloads: number;
  wasm: VersionEntry["wasm"];
  capabilities: Capability[] | null;
  /** Those of the version before, in precedence; null when there is none. */
  previous_capabilities: Capability[] | null;
  findings: Finding[] | null;
}

/**
 * A version as one JSON value (`VersionRecord`); needs `plugin_versions v`.
 * @param wasm the module's imports and exports, which may be thousands
 */
const recordWith = (wasm: SQL) => sql`jsonb_build_object(
  'version', v.version,
  'checksum', v.checksum,
  'size', v.size_bytes,
  'published_at', v.published_at,
  'published_by', (select u.username from users u where u.id = v.published_by),
  'signature', (
    select jsonb_build_object('key_id', k.key_id, 'public_key', k.public_key, 'signature', v.signature,
                              'signed_by', u.username, 'revoked_at', k.revoked_at)
    from signing_keys k join users u on u.id = k.user_id where k.key_id = v.signing_key_id
  ),
  'yanked', v.yanked_at is not null,
  'yank_reason', v.yank_reason,
  'min_mockforge_version', v.min_mockforge_version,
  'has_sbom', v.sbom_key is not null,
  'has_sbom_signature', v.sbom_signature_key is not null,
  'dependencies', (
    select coalesce(jsonb_object_agg(dp.name, d.requirement), '{}')
    from plugin_dependencies d join plugins dp on dp.id = d.dependency_id where d.version_id = v.id
  ),
  'downloads', v.downloads,
  'wasm', ${wasm},
  'capabilities', v.capabilities,
  'previous_capabilities', (
    select before.capabilities from plugin_versions before
    where before.plugin_id = v.plugin_id and before.precedence < v.precedence
    order by before.precedence desc limit 1
  ),
  'findings', v.findings
)`;

export const versionRecord = recordWith(sql`v.wasm`);

/** For lists, whose size must not depend on how much a module imports. */
export const versionInList = recordWith(sql`null::jsonb`);

/** A version in the shape of the wire. @param origin scheme and host that links begin with */
export function toVersionEntry(record: VersionRecord, name: string, origin: string): VersionEntry {
  const file = `${origin}/dl/${name}/${name}-${record.version}`;
  const facts = `${origin}/api/v1/plugins/${name}/versions/${record.version}`;
  const { capabilities, previous_capabilities: before } = record;
  return {
    version: record.version,
    download_url: `${file}.wasm`,
    package_url: `${file}.zip`,
    sbom_url: record.has_sbom ? `${facts}/sbom` : null,
    sbom_signature_url: record.has_sbom_signature ? `${facts}/sbom-signature` : null,
    checksum: record.checksum,
    size: record.size,
    published_at: new Date(record.published_at).toISOString(),
    published_by: record.published_by,
    signature: signatureOf(record.signature),
    yanked: record.yanked,
    yank_reason: record.yank_reason,
    min_mockforge_version: record.min_mockforge_version,
    dependencies: record.dependencies,
    downloads: record.downloads,
    capabilities,
    capability_changes: before && capabilities ? compareCapabilities(before, capabilities).sentences : [],
    findings: record.findings,
    wasm: record.wasm,
  };
}

function signatureOf(signature: VersionSignature | null): VersionSignature | null {
  if (!signature) return null;
  const { key_id, public_key, signature: bytes, signed_by, revoked_at } = signature;
  return {
    key_id,
    public_key,
    signature: bytes,
    signed_by,
    revoked_at: revoked_at && new Date(revoked_at).toISOString(),
  };
}
