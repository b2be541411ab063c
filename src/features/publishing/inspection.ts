import type { VersionEntry } from "#contract/plugins.ts";
import { RegistryError } from "#lib/errors.ts";
import { type Capability, capabilitiesOf } from "#lib/wasm/capabilities.ts";
import type { Finding } from "#lib/wasm/finding.ts";
import { findingsOf } from "#lib/wasm/findings.ts";
import { inspectModule } from "#lib/wasm/inspect.ts";
import { detectOrigin } from "#lib/wasm/language.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import type { PublishInput } from "./input.ts";

/** What reading a module says of it; nothing is executed. */
export interface Inspection {
  wasm: NonNullable<VersionEntry["wasm"]>;
  capabilities: Capability[];
  findings: Finding[];
}

/** How many imports and exports are kept to be shown, and as evidence of one capability. */
const SHOWN = 1_000;

const shortened = (capability: Capability) => ({ ...capability, evidence: capability.evidence.slice(0, SHOWN) });

/** @throws RegistryError invalid_input when it is not a core WebAssembly module, or a malformed one */
export function inspect({ module, manifest }: Pick<PublishInput, "module" | "manifest">): Inspection {
  try {
    const report = inspectModule(module);
    const { language, sdk } = detectOrigin(report);
    const exports = report.exports.slice(0, SHOWN).map(({ name }) => name);
    return {
      wasm: { imports: report.imports.slice(0, SHOWN), exports, language, sdk },
      capabilities: capabilitiesOf(report.imports).map(shortened),
      findings: findingsOf(report, manifest ?? null),
    };
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
    const { message } = error;
    throw new RegistryError("invalid_input", { message, issues: [{ path: "wasm_data", message }] });
  }
}
