import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * `npm run proof`: 2,000 publish histories instead of the few hundred that `npm test` has time for. Another number in
 * HISTORIES, a seed that failed in SEED.
 */
const vitest = fileURLToPath(import.meta.resolve("vitest/vitest.mjs"));
const { status } = spawnSync(process.execPath, [vitest, "run", "test/routes/plugins/publish-histories.test.ts"], {
  stdio: "inherit",
  env: { HISTORIES: "2000", ...process.env },
});
process.exitCode = status ?? 1;
