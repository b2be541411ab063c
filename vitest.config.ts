import { defineConfig } from "vitest/config";

// Tests speak to this machine alone. With it, each Worker that starts is handed every certificate that the machine trusts.
delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    pool: "forks",
    maxWorkers: 3,
    // No test replaces a module, and who replaces timers puts them back: what is loaded once serves all files of a process.
    isolate: false,
    // Where others use the machine too, a stall can outlast a time limit of the Worker: there a failure counts twice.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
