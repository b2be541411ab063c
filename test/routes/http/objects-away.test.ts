import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestHarness } from "wrangler";
import { requester, type Requester } from "../../support/http.ts";
import { s3Credentials } from "../../support/object-store.ts";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { newAccount } from "../auth/support.ts";
import { DUE_MS, expectError } from "./support.ts";

// The whole Worker beside the shared one, on its database and bucket, with a limiter that cannot be reached, nor for some plugins the counter.
const stack = inject("stack");
const harness = createTestHarness({
  root: `${import.meta.dirname}/fixtures`,
  workers: [
    {
      configPath: "objects-away.wrangler.toml",
      vars: { S3_ENDPOINT: stack.s3Endpoint, SQL_ENDPOINT: stack.sqlEndpoint, EDGE_CACHE_SECONDS: 0 },
      secrets: {
        DATABASE_URL: stack.databaseUrl,
        JWT_SECRET: stack.jwtSecret,
        S3_ACCESS_KEY_ID: s3Credentials.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
      },
    },
  ],
});

let name: string;
let request: Requester;
let author: Person;
beforeAll(async () => {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  author = await somebody(shared());
  name = await pluginWhoseId(/^[89a-f]/);
  request = requester((await harness.listen()).url.href);
});
afterAll(() => harness.close());

/** A new plugin; the fixture tells by the id which counters are away. */
async function pluginWhoseId(pattern: RegExp): Promise<string> {
  const plugin = unique("unlimited");
  await author.publishes(plugin);
  const [row] = await shared().sql<{ id: string }>`select id from plugins where name = ${plugin}`;
  return pattern.test(row!.id) ? plugin : pluginWhoseId(pattern);
}

/** One address whose limiter fails at once, and one whose limiter never answers. */
const addresses = ["198.51.100.7", "192.0.2.7"];

describe.each(addresses)("when the limiter of %s cannot be reached", (ip) => {
  test.each([
    ["a plugin's page", "/api/v1/plugins/:name"],
    ["a list", "/api/v1/plugins"],
    ["a suggestion", "/api/v1/plugins/suggest?q=unl"],
    ["a download", "/dl/:name/:name-1.0.0.wasm"],
    ["the readiness", "/health/ready"],
  ])("reads go on: %s", async (_what, path) => {
    const response = await request(path.replaceAll(":name", name), { ip });
    expect(response.status).toBe(200);
    expect(response.headers.get("ratelimit")).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  test("reads go on: a search, and whoever is signed in", async () => {
    expect((await request("/api/v1/plugins/search", { json: { query: name }, ip })).status).toBe(200);
    expect((await request("/api/v1/auth/me", { token: author.token, ip })).status).toBe(200);
  });

  test("who is not signed in is still told so", async () => {
    await expectError(await request("/api/v1/auth/me", { ip }), 401, "authentication_required");
  });

  test("nothing is changed and nobody is signed in: 503, and when to try again, within five seconds", async () => {
    const account = newAccount();
    const plugin = unique("refused");
    const started = performance.now();
    const writes = await Promise.all([
      request("/api/v1/auth/register", { json: account, ip }),
      request("/api/v1/auth/login", { json: account, ip }),
      request("/api/v1/plugins/publish", { json: await publishBody(plugin, "1.0.0"), token: author.token, ip }),
      request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE", token: author.token, ip }),
    ]);
    expect(performance.now() - started).toBeLessThan(DUE_MS);
    for (const response of writes) {
      expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
      await expectError(response, 503, "limiter_unavailable");
    }
    const { sql } = shared();
    expect(await sql`select 1 from users where username = ${account.username}`).toEqual([]);
    expect(await sql`select 1 from plugins where name = ${plugin}`).toEqual([]);
  });
});

test("a download that cannot be counted is refused, and says when to try again", async () => {
  const uncounted = await pluginWhoseId(/^[0-7]/);
  const response = await request(`/dl/${uncounted}/${uncounted}-1.0.0.wasm`);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  await expectError(response, 503, "counter_unavailable");
});
