import { stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { MAX_MODULE_BYTES } from "#contract/sizes.ts";
import { type OpenedPackage, openPackage, readMetadata } from "#contract/package.ts";
import { RegistryError } from "#lib/errors.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { readBytes, readIfThere } from "./files.ts";
import { findModule } from "./find-module.ts";

/** What is to be published, and where it was found. */
export interface Source extends Omit<OpenedPackage, "manifestText"> {
  manifestPath: string;
  modulePath: string;
}

const MANIFESTS = ["plugin.yaml", "plugin.yml"];

/**
 * Reads a folder with a plugin.yaml, a package, or a module with a plugin.yaml somewhere above it.
 * @param wasm the module, when it is not where cargo puts it
 * @throws Failure with what is missing or wrong
 */
export async function openSource(path: string, wasm: string | undefined): Promise<Source> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (!found) throw missing(`There is no ${path}`);
    if (found.isDirectory()) return await openFolder(path, wasm);
    const open = BY_EXTENSION[extname(path).toLowerCase()];
    if (!open) throw new Failure(`${path} is neither a folder, nor a .zip, nor a .wasm`, { exitCode: EXIT.usage });
    return await open(path);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new Failure(error.message, { exitCode: EXIT.failed, issues: error.issues, cause: error });
  }
}

const BY_EXTENSION: Record<string, (path: string) => Promise<Source>> = { ".zip": openZip, ".wasm": openModule };

async function openZip(path: string): Promise<Source> {
  const { metadata, module } = await openPackage(await readBytes(path), MAX_MODULE_BYTES);
  return { metadata, module, manifestPath: path, modulePath: path };
}

async function openModule(path: string): Promise<Source> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (await manifestIn(folder)) return openFolder(folder, path);
    if (folder === dirname(folder) || folder === ".") break;
  }
  throw missing(`There is no plugin.yaml beside ${basename(path)}, or in a folder above it`);
}

async function openFolder(folder: string, wasm: string | undefined): Promise<Source> {
  const manifest = await manifestIn(folder);
  if (!manifest) throw missing(`There is no plugin.yaml in ${folder}`);
  const readme = await readIfThere(join(folder, "README.md"));
  const metadata = readMetadata(manifest.text, readme);
  const modulePath = wasm ?? (await findModule(folder, metadata.name));
  return { metadata, module: await readBytes(modulePath), manifestPath: manifest.path, modulePath };
}

async function manifestIn(folder: string): Promise<{ path: string; text: string } | undefined> {
  for (const name of MANIFESTS) {
    const path = join(folder, name);
    const text = await readIfThere(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

const missing = (message: string) =>
  new Failure(message, {
    exitCode: EXIT.failed,
    hint: "give the folder that holds it: mockforge-registry publish <path>",
  });
