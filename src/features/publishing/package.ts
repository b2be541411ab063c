import { stringify } from "yaml";
import { type ZipFrame, zipFrame } from "#lib/zip/frame.ts";
import type { PublishInput } from "./input.ts";

const utf8 = new TextEncoder();

/**
 * The package that MockForge installs: plugin.yaml, README.md when there is one, and the module. It is stored as it is, since
 * deflating megabytes would cost more CPU than a request has, and last, so that it can be streamed in.
 */
export function packageFrame(input: PublishInput, { sizeBytes, crc }: { sizeBytes: number; crc: number }): ZipFrame {
  const files = [{ name: "plugin.yaml", bytes: utf8.encode(manifestText(input)) }];
  if (input.readme) files.push({ name: "README.md", bytes: utf8.encode(input.readme) });
  return zipFrame(files, { name: `${input.name}.wasm`, sizeBytes, crc });
}

/** plugin.yaml as its author wrote it, else made from what is said of the version. */
export const manifestText = (input: PublishInput): string =>
  input.manifestText ?? stringify(input.manifest ?? manifestOf(input));

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
