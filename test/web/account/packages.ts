import { zipSync } from "fflate";
import { wasmModule } from "../../support/modules.ts";

/** A package as an author would make it. */
export async function aPackage(name: string, yaml = ""): Promise<Uint8Array<ArrayBuffer>> {
  const manifest = `plugin:\n  id: ${name}\n  version: 1.0.0\n  description: A plugin in a package\n  types: [testing]\n  license: MIT\n${yaml}`;
  const files = {
    "plugin.yaml": new TextEncoder().encode(manifest),
    "README.md": new TextEncoder().encode(`# ${name}\n\nWhat it is for.\n`),
    [`${name}.wasm`]: await wasmModule(name),
  };
  return new Uint8Array(zipSync(files));
}
