import { RegistryError } from "#lib/errors.ts";
import { NO_LICENSE } from "#lib/licenses.ts";
import { claimsOf, readManifest } from "#lib/manifest.ts";
import { readDirectory, type ZipEntry } from "#lib/zip/directory.ts";
import { extract } from "#lib/zip/extract.ts";
import { MalformedZip } from "#lib/zip/malformed.ts";
import { issuesOf } from "./issues.ts";
import { contradictionsIn, PublishMetadata } from "./publishing.ts";

const MANIFEST_BYTES = 64 * 1024;
const README_BYTES = 256 * 1024;

export interface OpenedPackage {
  metadata: PublishMetadata;
  /** plugin.yaml as its author wrote it. */
  manifestText: string;
  module: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a package: plugin.yaml, exactly one module, README.md when there is one. Other files are left out.
 * @throws RegistryError invalid_input, with what is wrong and where
 */
export async function openPackage(zip: Uint8Array<ArrayBuffer>, mostModuleBytes: number): Promise<OpenedPackage> {
  try {
    const entries = readDirectory(zip);
    const yaml = only(entries, "plugin.yaml", /^plugin\.ya?ml$/);
    const wasm = only(entries, "module", /\.wasm$/i);
    const text = async (entry: ZipEntry, mostBytes: number) => decoded(entry, await extract(zip, entry, mostBytes));
    const readme = entries.find(({ name }) => /^readme\.md$/i.test(name));
    const manifestText = await text(yaml, MANIFEST_BYTES);
    const metadata = readMetadata(manifestText, readme && (await text(readme, README_BYTES)));
    return { metadata, manifestText, module: await extract(zip, wasm, mostModuleBytes) };
  } catch (error) {
    if (!(error instanceof MalformedZip)) throw error;
    throw refused(`The package cannot be used: ${error.message}`, [{ path: "package", message: error.message }]);
  }
}

/** What is not UTF-8 would be published as something else than its author wrote. */
function decoded({ name }: ZipEntry, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new MalformedZip(`'${name}' is not UTF-8`);
  }
}

function only(entries: readonly ZipEntry[], what: string, pattern: RegExp): ZipEntry {
  const found = entries.filter(({ name }) => pattern.test(name));
  const [entry] = found;
  if (!entry) throw new MalformedZip(`it holds no ${what}`);
  if (found.length > 1)
    throw new MalformedZip(`it holds more than one ${what}: ${found.map(({ name }) => name).join(", ")}`);
  return entry;
}

/**
 * What a plugin.yaml says, in either of its layouts, as the fields of a publication.
 * @throws RegistryError invalid_input, with all that is wrong
 */
export function readMetadata(text: string, readme: string | undefined): OpenedPackage["metadata"] {
  let manifest: Record<string, unknown>;
  try {
    manifest = readManifest(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refused("plugin.yaml cannot be read", [{ path: "plugin.yaml", message }]);
  }
  const claims = claimsOf(manifest);
  const said = Object.fromEntries(claims.map(({ field, value }) => [field, value]));
  // Real manifests leave the licence out; what nobody says is recorded as such, not guessed.
  const license = said["license"] ?? NO_LICENSE;
  const parsed = PublishMetadata.safeParse({
    ...said,
    category: said["category"] ?? "other",
    license,
    manifest,
    readme,
  });
  const issues = [...(parsed.success ? [] : issuesOf(parsed.error)), ...contradictionsIn(claims)];
  if (parsed.success && issues.length === 0) return parsed.data;
  throw refused(
    "plugin.yaml is not complete or not correct",
    issues.map(({ path, message }) => ({ path: `plugin.yaml: ${path}`, message })),
  );
}

const refused = (message: string, issues: { path: string; message: string }[]) =>
  new RegistryError("invalid_input", { message, issues });
