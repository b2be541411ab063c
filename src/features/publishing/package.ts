import { strToU8, zipSync } from "fflate";
import { stringify } from "yaml";
import type { PublishInput } from "./input.ts";

/** The first moment that a zip can name: the same input always makes the same bytes. */
const EPOCH = new Date(1980, 0, 1);

/**
 * The package that MockForge installs: plugin.yaml, the module, and README.md when there is one. The module is stored
 * as it is, since deflating megabytes would cost more CPU than a request has.
 */
export function buildPackage(input: PublishInput): Uint8Array<ArrayBuffer> {
  const manifest = strToU8(input.manifestText ?? stringify(input.manifest ?? manifestOf(input)));
  const readme = input.readme ? { "README.md": strToU8(input.readme) } : {};
  const files = { "plugin.yaml": manifest, [`${input.name}.wasm`]: input.module, ...readme };
  return zipSync(files, { level: 0, mtime: EPOCH });
}

function manifestOf(input: PublishInput) {
  const dependencies = Object.entries(input.dependencies ?? {}).map(([id, version]) => ({ id, version }));
  return {
    plugin: {
      id: input.name,
      version: input.version,
      name: input.name,
      description: input.description,
      types: [input.category],
      license: input.license,
      homepage: input.homepage,
      repository: input.repository,
      keywords: input.tags ?? [],
    },
    dependencies,
  };
}
