import { startVitest } from "vitest/node";

/**
 * `npm run proof`: 2,000 publish histories instead of the few hundred that `npm test` has time for. Another number in
 * HISTORIES, a seed that failed in SEED.
 */
process.env["HISTORIES"] ??= "2000";
const vitest = await startVitest(["test/routes/plugins/publish-histories.test.ts"], { run: true });
const { state } = vitest;
await vitest.close();
process.exitCode = state.getCountOfFailedTests() + state.getUnhandledErrors().length > 0 ? 1 : 0;
