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
  /** Absent in lists, whose size must not depend on how much a module imports. */
  wasm?: VersionEntry["wasm"];
  capabilities: Capability[] | null;
  /** Those of the version before, in precedence; null when there is none. */
  previous_capabilities: Capability[] | null;
  findings: Finding[] | null;
}

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
    wasm: record.wasm ?? null,
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
