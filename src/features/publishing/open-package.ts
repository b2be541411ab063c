import { issuesOf } from "#contract/common.ts";
import { PublishMetadata } from "#contract/publishing.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { readDirectory, type ZipEntry } from "#lib/zip/directory.ts";
import { extract } from "#lib/zip/extract.ts";
import { MalformedZip } from "#lib/zip/malformed.ts";
import type { PublishInput } from "./input.ts";
import { NO_LICENSE, readManifest } from "./manifest.ts";

const MIB = 1024 * 1024;
/** Of the module in a package that comes as one body; larger ones are sent to storage directly. */
const MODULE_BYTES = 20 * MIB;
const MANIFEST_BYTES = 64 * 1024;
const README_BYTES = 256 * 1024;

/**
 * Reads a package: plugin.yaml, exactly one module, README.md when there is one. Other files are left out.
 * @throws RegistryError invalid_input, with what is wrong and where
 */
export async function openPackage(
  zip: Uint8Array<ArrayBuffer>,
): Promise<{ input: PublishInput; module: Uint8Array<ArrayBuffer> }> {
  try {
    const entries = readDirectory(zip);
    const yaml = only(entries, "plugin.yaml", /^plugin\.ya?ml$/);
    const wasm = only(entries, "module", /\.wasm$/i);
    const text = new TextDecoder().decode(await extract(zip, yaml, MANIFEST_BYTES));
    const readme = entries.find(({ name }) => /^readme\.md$/i.test(name));
    const metadata = readMetadata(text, readme && new TextDecoder().decode(await extract(zip, readme, README_BYTES)));
    const module = await extract(zip, wasm, MODULE_BYTES);
    const input = { ...metadata, manifestText: text, checksum: await sha256Hex(module), file_size: module.length };
    return { input, module };
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

function readMetadata(text: string, readme: string | undefined) {
  let fields: Record<string, unknown>;
  try {
    fields = readManifest(text).metadata;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refused("plugin.yaml cannot be read", [{ path: "plugin.yaml", message }]);
  }
  const { license } = fields;
  // Real manifests leave the licence out; what nobody says is recorded as such, not guessed.
  const parsed = PublishMetadata.safeParse({ ...fields, license: license ?? "MIT", readme });
  if (!parsed.success) {
    const issues = issuesOf(parsed.error).map(({ path, message }) => ({ path: `plugin.yaml: ${path}`, message }));
    throw refused("plugin.yaml is not complete or not correct", issues);
  }
  return { ...parsed.data, license: license === undefined ? NO_LICENSE : parsed.data.license };
}

const refused = (message: string, issues: { path: string; message: string }[]) =>
  new RegistryError("invalid_input", { message, issues });
