import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedSampleData } from "../../scripts/seed/sample.ts";
import { s3Bucket, s3Credentials } from "../support/object-store.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

let stack: PrivateStack;

const seed = () =>
  seedSampleData({
    databaseUrl: stack.databaseUrl,
    sqlEndpoint: stack.sqlEndpoint.url,
    s3Endpoint: stack.s3.url,
    s3AccessKeyId: s3Credentials.accessKeyId,
    s3SecretAccessKey: s3Credentials.secretAccessKey,
    s3Bucket,
  });

beforeAll(async () => {
  stack = await startStack();
  await seed();
});

afterAll(() => stack?.close());

const get = async (path: string) => (await stack.request(`/api/v1${path}`)).json() as Promise<any>;

test("shows the three plugins with their figures, the most used of late first", async () => {
  const { plugins } = await get("/plugins?sort=popular");
  const figures = plugins.map((p: any) => [
    p.name,
    p.version,
    p.category,
    p.tags,
    p.downloads,
    p.rating,
    p.reviews_count,
    p.author.name,
  ]);
  expect(figures).toEqual([
    ["datasource-csv", "2.0.0", "datasource", ["datasource", "database"], 2_341, 4.9, 15, "admin"],
    ["auth-jwt", "1.2.0", "auth", ["authentication", "jwt", "security"], 1_523, 4.8, 12, "admin"],
    ["template-crypto", "1.0.1", "template", ["template", "crypto", "security"], 892, 4.5, 8, "admin"],
  ]);
  const badges = Object.fromEntries(plugins.map((p: any) => [p.name, p.badges]));
  expect(badges).toEqual({
    "datasource-csv": ["official", "verified", "popular", "highly-rated", "maintained", "trending"],
    "auth-jwt": ["official", "verified", "popular", "highly-rated", "maintained"],
    "template-crypto": ["official", "verified", "maintained"],
  });
});

test("every version is a module that runs, under its checksum", async () => {
  const versions = [];
  for (const name of ["auth-jwt", "template-crypto", "datasource-csv"]) {
    for (const { version, checksum, download_url, size } of (await get(`/plugins/${name}/versions`)).versions) {
      const bytes = new Uint8Array(await (await stack.request(download_url)).arrayBuffer());
      expect([bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([size, checksum]);
      const module = await WebAssembly.compile(bytes);
      expect(WebAssembly.Module.imports(module).map((entry) => entry.module)).toContain("mockforge");
      versions.push(`${name} ${version}`);
    }
  }
  expect(versions).toEqual(["auth-jwt 1.2.0", "auth-jwt 1.1.0", "template-crypto 1.0.1", "datasource-csv 2.0.0"]);
});

test("template-crypto makes hexadecimal digits and UUIDs", async () => {
  const bytes = await (await stack.request("/dl/template-crypto/template-crypto-1.0.1.wasm")).arrayBuffer();
  const memoryOf = () => new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(bytes), {
    wasi_snapshot_preview1: {
      random_get: (at: number, length: number) => void crypto.getRandomValues(memoryOf().subarray(at, at + length)),
    },
    mockforge: { template_register: () => 0 },
  });
  const write = (name: string, ...parameters: number[]) => {
    const length = (instance.exports[name] as (...values: number[]) => number)(4096, ...parameters);
    return Buffer.from(memoryOf().subarray(4096, 4096 + length)).toString();
  };
  expect(write("hex", 8)).toMatch(/^[0-9a-f]{16}$/);
  expect(write("uuid")).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});

test("the documented accounts can sign in, and only the administrator is one", async () => {
  const login = async (email: string, password: string) => {
    const response = await stack.request("/api/v1/auth/login", { json: { email, password } });
    const { token } = (await response.json()) as { token: string };
    const me: any = await (await stack.request("/api/v1/auth/me", { token })).json();
    return [response.status, me.username, me.is_admin, me.is_official];
  };
  expect(await login("admin@mockforge.dev", "admin123")).toEqual([200, "admin", true, true]);
  expect(await login("test@example.com", "test123")).toEqual([200, "testuser", false, false]);
});

test("reviews lie in the past, some verified, voted on and answered", async () => {
  const { reviews, stats } = await get("/plugins/auth-jwt/reviews?sort=helpful");
  expect(stats).toEqual({
    average_rating: 4.8,
    total_reviews: 12,
    rating_distribution: { 1: 0, 2: 0, 3: 0, 4: 2, 5: 10 },
  });
  expect(reviews[0]).toMatchObject({ user: { username: "ben_lindqvist" }, helpful_count: 5, verified: true });
  const { created_at, author_response } = reviews[0];
  expect(Date.parse(created_at)).toBeLessThan(Date.parse(author_response.created_at));
  const [release] = (await get("/plugins/auth-jwt/versions")).versions;
  expect(Date.parse(release.published_at)).toBeLessThan(Date.parse(author_response.created_at));
});

test("has the ten tags, and totals that add up", async () => {
  const tags = await stack.sql<{ name: string }>`select name from tags order by name`;
  expect(tags.map(({ name }) => name)).toEqual([
    "authentication",
    "crypto",
    "database",
    "datasource",
    "graphql",
    "jwt",
    "oauth",
    "security",
    "template",
    "testing",
  ]);
  expect(await get("/stats")).toMatchObject({
    total_plugins: 3,
    total_versions: 4,
    total_downloads: 4_756,
    total_users: 17,
    total_reviews: 35,
  });
});

test("a registry that has plugins stays as it is", async () => {
  await seed();
  expect(await get("/stats")).toMatchObject({ total_plugins: 3, total_users: 17, total_reviews: 35 });
});
