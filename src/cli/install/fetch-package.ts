import { MAX_MODULE_BYTES } from "#contract/sizes.ts";
import { readDirectory, type ZipEntry } from "#lib/zip/directory.ts";
import { extract } from "#lib/zip/extract.ts";
import { MalformedZip } from "#lib/zip/malformed.ts";
import type { Client } from "../client/client.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { PACKAGE_PATH } from "../routes/plugins.ts";
import type { Package } from "./apply.ts";
import type { WantedPlugin } from "./lock.ts";
import { sha256 } from "./sha256.ts";

const MOST_MANIFEST_BYTES = 64 * 1024;
/** plugin.yaml, README.md and what a zip adds. */
const REST_BYTES = 1024 * 1024;

export interface Watching {
  onProgress: (arrivedBytes: number) => void;
  signal: AbortSignal;
}

/**
 * Downloads a package and takes plugin.yaml and the module out of it, under no name that stands in it.
 * @throws Failure integrity, unless the module is the one that was published
 */
export async function fetchPackage(client: Client, plugin: WantedPlugin, watching: Watching): Promise<Package> {
  const { name, version, size } = plugin;
  if (size > MAX_MODULE_BYTES) throw mismatch(plugin, `its module has ${size} bytes, more than any may have`);
  const request = { params: { name, file: `${name}-${version}.zip` } };
  const wanted = { plugin: name, mostBytes: size + REST_BYTES, ...watching };
  const { bytes, etag } = await client.download(PACKAGE_PATH, request, wanted);
  // The registry's ETag is the checksum of the bytes; what a cache on the way makes of it may be something else.
  const [, announced] = /^"([0-9a-f]{64})"$/.exec(etag ?? "") ?? [];
  if (announced !== undefined && sha256(bytes) !== announced) throw mismatch(plugin, "the package is damaged");
  try {
    return await unpack(bytes, plugin);
  } catch (error) {
    if (!(error instanceof MalformedZip)) throw error;
    throw mismatch(plugin, `the package cannot be used: ${error.message}`);
  }
}

async function unpack(zip: Uint8Array<ArrayBuffer>, plugin: WantedPlugin): Promise<Package> {
  const entries = readDirectory(zip);
  const manifest = await extract(zip, only(entries, "plugin.yaml", /^plugin\.ya?ml$/), MOST_MANIFEST_BYTES);
  const module = await extract(zip, only(entries, "module", /\.wasm$/i), plugin.size);
  const found = sha256(module);
  if (found !== plugin.checksum) {
    throw mismatch(plugin, `its module has the SHA-256 ${found}, and ${plugin.checksum} was published`);
  }
  return { name: plugin.name, manifest, module };
}

function only(entries: readonly ZipEntry[], what: string, pattern: RegExp): ZipEntry {
  const [entry, ...others] = entries.filter(({ name }) => pattern.test(name));
  if (entry === undefined || others.length > 0) throw new MalformedZip(`it does not hold exactly one ${what}`);
  return entry;
}

export const mismatch = ({ name, version }: Pick<WantedPlugin, "name" | "version">, reason: string) =>
  new Failure(`${name} ${version} is not what was published: ${reason}`, {
    exitCode: EXIT.integrity,
    hint: "nothing was changed; try again later, and tell the registry's administrators if it stays so",
    plugin: name,
  });
