import { exec } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { wranglerEnvironment } from "./stack/wrangler.ts";

/** Scripts of package.json, the slow ones first; npm has put what they need on the PATH. */
const checks = ["types", "lint", "bindings:check", "db:check", "dead-code", "format:check"];
const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as { scripts: Record<string, string> };
const waiting = checks.values();

await Promise.all(Array.from({ length: availableParallelism() }, runNext));

async function runNext(): Promise<void> {
  for (const check of waiting) {
    const start = performance.now();
    const { failed, output } = await run(scripts[check]!);
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    console.log(`${failed ? "✗" : "✓"} ${check.padEnd(14)} ${seconds} s`);
    if (!failed) continue;
    process.exitCode = 1;
    console.log(`\n${output.trim()}\n\n\`npm run ${check}\` failed.\n`);
  }
}

function run(command: string): Promise<{ failed: boolean; output: string }> {
  const options = { env: wranglerEnvironment, maxBuffer: Infinity };
  return new Promise((resolve) => {
    exec(command, options, (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }));
  });
}
