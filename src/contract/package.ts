import type { z } from "zod";
import { RegistryError } from "#lib/errors.ts";
import { NO_LICENSE } from "#lib/licenses.ts";
import { readManifest } from "#lib/manifest.ts";
import { readDirectory, type ZipEntry } from "#lib/zip/directory.ts";
import { extract } from "#lib/zip/extract.ts";
import { MalformedZip } from "#lib/zip/malformed.ts";
import { issuesOf } from "./common.ts";
import { PublishMetadata } from "./publishing.ts";

const MANIFEST_BYTES = 64 * 1024;
const README_BYTES = 256 * 1024;

export interface OpenedPackage {
  metadata: z.infer<typeof PublishMetadata>;
  /** plugin.yaml as its author wrote it. */
  manifestText: string;
  module: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a package: plugin.yaml, exactly one module, README.md when there is one. Other files are left out.
 * @throws RegistryError invalid_input, with what is wrong and where
 */
export function openPackage(zip: Uint8Array<ArrayBuffer>, mostModuleBytes: number): OpenedPackage {
  try {
    const entries = readDirectory(zip);
    const yaml = only(entries, "plugin.yaml", /^plugin\.ya?ml$/);
    const wasm = only(entries, "module", /\.wasm$/i);
    const text = (entry: ZipEntry, mostBytes: number) => new TextDecoder().decode(extract(zip, entry, mostBytes));
    const readme = entries.find(({ name }) => /^readme\.md$/i.test(name));
    const manifestText = text(yaml, MANIFEST_BYTES);
    const metadata = readMetadata(manifestText, readme && text(readme, README_BYTES));
    return { metadata, manifestText, module: extract(zip, wasm, mostModuleBytes) };
  } catch (error) {
    if (!(error instanceof MalformedZip)) throw error;
    throw refused(`The package cannot be used: ${error.message}`, [{ path: "package", message: error.message }]);
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
  let fields: Record<string, unknown>;
  try {
    fields = readManifest(text).metadata;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refused("plugin.yaml cannot be read", [{ path: "plugin.yaml", message }]);
  }
  // Real manifests leave the licence out; what nobody says is recorded as such, not guessed.
  const parsed = PublishMetadata.safeParse({ ...fields, license: fields["license"] ?? NO_LICENSE, readme });
  if (!parsed.success) {
    const issues = issuesOf(parsed.error).map(({ path, message }) => ({ path: `plugin.yaml: ${path}`, message }));
    throw refused("plugin.yaml is not complete or not correct", issues);
  }
  return parsed.data;
}

const refused = (message: string, issues: { path: string; message: string }[]) =>
  new RegistryError("invalid_input", { message, issues });
