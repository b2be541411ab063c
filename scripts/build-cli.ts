import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { runCommand } from "./stack/problem.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Bundles the command line with all it needs into one file, for Node 18 and later. */
export async function buildCli(outfile = join(root, "dist/mockforge-registry.cjs")): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  await build({
    entryPoints: [join(root, "src/cli/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node18",
    // CommonJS, as most of what is bundled is; what a command alone needs is still evaluated only when it runs.
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    define: { CLI_VERSION: JSON.stringify(version) },
    logLevel: "warning",
    logOverride: { "empty-import-meta": "silent" },
  });
}

if (import.meta.main) await runCommand(buildCli);
