import { afterEach, describe, expect, inject, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { ConfigError, readConfig, requireBindings } from "../../../src/config.ts";
import { expectError } from "./support.ts";

const GOOD = {
  DATABASE_URL: "postgres://registry@db.example/registry",
  JWT_SECRET: "0123456789abcdef0123456789abcdef",
  S3_ENDPOINT: "https://account.r2.example",
  S3_BUCKET: "mockforge-plugins",
  S3_ACCESS_KEY_ID: "key",
  S3_SECRET_ACCESS_KEY: "secret",
};

function complaintAbout(settings: Record<string, unknown>, check: (env: object) => unknown = readConfig): string {
  try {
    check(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "none";
}

test("what is not set has the documented default", () => {
  expect(readConfig(GOOD)).toMatchObject({
    RATE_LIMIT_PER_MINUTE: 60,
    RATE_LIMIT_PER_USER: 300,
    RATE_LIMIT_MULTIPLIER: 1,
    EDGE_CACHE_SECONDS: 60,
  });
});

test.each(Object.keys(GOOD))("without %s the message names it", (name) => {
  const { [name as keyof typeof GOOD]: _, ...rest } = GOOD;
  expect(complaintAbout(rest)).toContain(name);
});

test.each([
  ["DATABASE_URL", "mysql://db.example"],
  ["JWT_SECRET", ""],
  ["JWT_SECRET", "too short"],
  ["JWT_SECRET", "a".repeat(64)],
  ["JWT_SECRET", `${GOOD.JWT_SECRET}é`],
  ["JWT_SECRET", `-----BEGIN PRIVATE KEY-----${GOOD.JWT_SECRET}`],
  ["S3_ENDPOINT", "account.r2.example"],
  ["SQL_ENDPOINT", "no address"],
  ["RATE_LIMIT_PER_MINUTE", "many"],
  ["RATE_LIMIT_PER_MINUTE", "0"],
  ["RATE_LIMIT_PER_USER", "1.5"],
  ["RATE_LIMIT_MULTIPLIER", "-1"],
  ["EDGE_CACHE_SECONDS", "61"],
])("%s=%j is refused by name, and its value is not repeated", (name, value) => {
  const complaint = complaintAbout({ ...GOOD, [name]: value });
  expect(complaint).toContain(name);
  if (name === "JWT_SECRET" && value !== "") expect(complaint).not.toContain(value);
});

test("everything that is missing is said at once", () => {
  const complaint = complaintAbout({});
  for (const name of Object.keys(GOOD)) expect(complaint).toContain(name);
});

test("a Durable Object that is not bound is named", () => {
  expect(complaintAbout({ RATE_LIMITER: {} }, requireBindings)).toBe(
    "The Worker cannot start: DOWNLOAD_COUNTER is not bound",
  );
});

describe("a Worker", () => {
  let harness: TestHarness | undefined;
  afterEach(() => harness?.close());

  test.each([
    ["without JWT_SECRET", {}],
    ["with a weak JWT_SECRET", { JWT_SECRET: "change-me" }],
  ])("%s serves nothing, and its log says which variable it is", async (_what, secret) => {
    process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
    const { workerDir, databaseUrl, sqlEndpoint, s3Endpoint } = inject("stack");
    const { JWT_SECRET: _, ...secrets } = { ...GOOD, DATABASE_URL: databaseUrl };
    const configPath = new URL("../../../wrangler.toml", import.meta.url);
    const vars = { SQL_ENDPOINT: sqlEndpoint, S3_ENDPOINT: s3Endpoint };
    harness = createTestHarness({
      workers: [{ configPath, prebuiltWorkerDir: workerDir, vars, secrets: { ...secrets, ...secret } }],
    });
    const { url } = await harness.listen();
    for (const path of ["/health", "/api/v1/plugins", "/dl/a/a-1.0.0.wasm"]) {
      const { error } = await expectError(await fetch(new URL(path, url)), 500, "internal");
      expect(error).toMatch(/not configured/);
      expect(error).not.toMatch(/JWT_SECRET|change-me/);
    }
    const page = await fetch(new URL("/plugins?q=x", url));
    const html = await page.text();
    expect([page.status, page.headers.get("cache-control")]).toEqual([500, "no-store"]);
    expect(html).toContain(page.headers.get("x-request-id"));
    expect(html).toMatch(/<a class="button" href="\/plugins\?q=x">\s*Try again/);
    expect(html).not.toMatch(/JWT_SECRET|change-me/);
    const log = () =>
      harness!
        .getLogs()
        .map(({ message }) => message)
        .join("\n");
    await expect.poll(log).toContain("JWT_SECRET");
    expect(log()).not.toContain("change-me");
  });
});
