import { access } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** What MockForge runs first; a wasip2 target builds components, which it does not run yet. */
const TARGETS = ["wasm32-wasip1", "wasm32-wasi", "wasm32-unknown-unknown", "wasm32-wasip2"];
const PROFILES = ["release", "debug"];
/** How far above the plugin a workspace may have its target folder. */
const LEVELS = 4;

/**
 * Where cargo puts the module of a plugin: `target/<target>/<profile>/<id with underscores>.wasm`, in the plugin's
 * folder, in CARGO_TARGET_DIR, or in a workspace above; else `<id>.wasm` beside plugin.yaml.
 * @throws Failure that says how to build one
 */
export async function findModule(folder: string, id: string): Promise<string> {
  const file = `${id.replaceAll("-", "_")}.wasm`;
  const built = targetFolders(folder).flatMap((target) =>
    PROFILES.flatMap((profile) => TARGETS.map((name) => join(target, name, profile, file))),
  );
  for (const path of [...built, join(folder, `${id}.wasm`), join(folder, file)]) {
    if (await exists(path)) return relative(process.cwd(), path) || path;
  }
  throw new Failure(`There is no module of ${id}: looked for ${file} where cargo puts it, and beside plugin.yaml`, {
    exitCode: EXIT.failed,
    hint: "build it with `cargo build --target wasm32-wasip1 --release`, or say where it is with --wasm <file>",
  });
}

function targetFolders(folder: string): string[] {
  const { CARGO_TARGET_DIR } = process.env;
  const above: string[] = [];
  for (let at = resolve(folder); above.length < LEVELS; at = dirname(at)) {
    above.push(join(at, "target"));
    if (at === dirname(at)) break;
  }
  return CARGO_TARGET_DIR ? [CARGO_TARGET_DIR, ...above] : above;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
