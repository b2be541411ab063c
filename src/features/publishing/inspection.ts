import type { VersionEntry } from "#contract/plugins.ts";
import { nativeCrc32 } from "#lib/crc32.ts";
import type { Pieces } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { type Capability, capabilitiesOf } from "#lib/wasm/capabilities.ts";
import type { Finding } from "#lib/wasm/finding.ts";
import { findingsOf } from "#lib/wasm/findings.ts";
import { ModuleInspector } from "#lib/wasm/inspect.ts";
import { detectOrigin } from "#lib/wasm/language.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import type { ModuleReport } from "#lib/wasm/report.ts";
import type { PublishInput, WholeModule } from "./input.ts";

/** What reading a module says of it; nothing is executed. */
export interface Inspection {
  wasm: NonNullable<VersionEntry["wasm"]>;
  capabilities: Capability[];
  findings: Finding[];
  sizeBytes: number;
  /** CRC-32, which the package zip states. */
  crc: number;
}

/** A module as it arrives; each piece lasts until the next one is asked for. */
export interface ModuleSource {
  sizeBytes: number;
  pieces: Pieces;
  /** SHA-256 in hex, asked for once all pieces have arrived. */
  checksum: () => Promise<string>;
  /** What to call it in errors. */
  field: WholeModule["field"] | "upload";
}

/** How many imports and exports are kept to be shown, and as evidence of one capability. */
const SHOWN = 1_000;

/**
 * Reads a module once, from front to back, without holding more of it than a section.
 * @throws RegistryError invalid_input when it is not a core WebAssembly module, a malformed one, or not the one announced
 */
export async function inspect(input: PublishInput, source: ModuleSource): Promise<Inspection> {
  const { sizeBytes, pieces, checksum, field } = source;
  const inspector = new ModuleInspector(sizeBytes);
  const crc32 = await nativeCrc32();
  let crc = 0;
  try {
    for await (const piece of pieces) {
      inspector.push(piece);
      crc = crc32(piece, crc);
    }
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
    const { message } = error;
    throw new RegistryError("invalid_input", { message, issues: [{ path: field, message }] });
  }
  refuseOtherBytes(input, sizeBytes, await checksum());
  return { ...summaryOf(inspector.report(), input), sizeBytes, crc };
}

function refuseOtherBytes({ checksum, file_size }: PublishInput, sizeBytes: number, actual: string): void {
  const issues = [];
  if (file_size !== sizeBytes) {
    issues.push({ path: "file_size", message: `The module has ${sizeBytes} bytes, not ${file_size}` });
  }
  if (actual !== checksum) issues.push({ path: "checksum", message: `The module's SHA-256 is ${actual}` });
  if (issues.length === 0) return;
  const message = "The bytes that arrived are not the ones announced; publish again, with their size and checksum";
  throw new RegistryError("invalid_input", { message, issues });
}

function summaryOf(report: ModuleReport, { manifest }: PublishInput) {
  const { language, sdk } = detectOrigin(report);
  const exports = report.exports.slice(0, SHOWN).map(({ name }) => name);
  return {
    wasm: { imports: report.imports.slice(0, SHOWN), exports, language, sdk },
    capabilities: capabilitiesOf(report.imports).map(shortened),
    findings: findingsOf(report, manifest ?? null),
  };
}

const shortened = (capability: Capability) => ({ ...capability, evidence: capability.evidence.slice(0, SHOWN) });
