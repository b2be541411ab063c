import { expect, test } from "vitest";
import { publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request } = stack;

type Json = Record<string, unknown>;
const bodyOf = async (response: Response) => (await response.json()) as Json;
const keysOf = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => (Array.isArray(value) ? keysOf(inner) : [key, ...keysOf(inner)]));

const author = await somebody(stack);
/** A plugin, and one that depends on it; the second was published in camelCase under /camel. */
const base = unique("base");
await author.publish(base);
const dependent = unique("snake-and-camel");
const { file_size: fileSize, wasm_data: wasmData, ...rest } = await publishBody(dependent, "1.0.0");
const published = await author.request("/camel/api/v1/plugins/publish", {
  json: { ...rest, fileSize, wasmData, minMockforgeVersion: "0.3.0", dependencies: { [base]: "^1.0" } },
});
const answer = await bodyOf(published);

test("a publication may be spelt in camelCase, and is answered so under /camel", () => {
  expect(published.status).toBe(201);
  expect(answer).toMatchObject({
    success: true,
    dryRun: false,
    publishedAt: expect.any(String),
    uploadUrl: expect.any(String),
  });
  expect(keysOf(answer).filter((key) => key.includes("_"))).toEqual([]);
});

test("the same plugin is snake_case under /api and camelCase under /camel, but for the keys of maps", async () => {
  const snake = await bodyOf(await request(`/api/v1/plugins/${dependent}`));
  const camel = await bodyOf(await request(`/camel/api/v1/plugins/${dependent}`));
  expect(snake).toMatchObject({
    security_score: expect.any(Number),
    versions: [{ min_mockforge_version: "0.3.0", dependencies: { [base]: "^1.0" } }],
  });
  expect(camel).toMatchObject({
    securityScore: snake.security_score,
    versions: [{ minMockforgeVersion: "0.3.0", dependencies: { [base]: "^1.0" } }],
  });
  expect(keysOf(snake).filter((key) => /[A-Z]/.test(key))).toEqual([]);
  expect(keysOf(camel).filter((key) => key.includes("_"))).toEqual([]);
});

test("the rating distribution keeps its keys in either spelling", async () => {
  const distribution = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };
  expect(await bodyOf(await request(`/api/v1/plugins/${base}/reviews`))).toMatchObject({
    per_page: 20,
    stats: { rating_distribution: distribution },
  });
  expect(await bodyOf(await request(`/camel/api/v1/plugins/${base}/reviews`))).toMatchObject({
    perPage: 20,
    stats: { ratingDistribution: distribution },
  });
});

test("query parameters may be spelt either way, under either mount", async () => {
  for (const mount of ["/api/v1", "/camel/api/v1"]) {
    for (const parameter of ["per_page", "perPage"]) {
      const page = await bodyOf(await request(`${mount}/plugins?${parameter}=1`));
      expect(page.per_page ?? page.perPage).toBe(1);
      expect((await request(`${mount}/plugins?${parameter}=0`)).status).toBe(400);
    }
  }
});

test("where both spellings are given, snake_case is what counts", async () => {
  const search = async (body: string) =>
    bodyOf(
      await request("/api/v1/plugins/search", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      }),
    );
  expect(await search('{"per_page": 3, "perPage": 4}')).toMatchObject({ per_page: 3 });
  expect(await search('{"perPage": 4, "per_page": 3}')).toMatchObject({ per_page: 3 });
});

test("null means absent, and fields that nobody knows are ignored", async () => {
  const json = { query: null, category: null, per_page: null, futureField: { deep: [1] }, __proto__: { page: 7 } };
  const response = await request("/api/v1/plugins/search", { json });
  expect([response.status, await response.json()]).toMatchObject([200, { page: 0, per_page: 20 }]);
  const polluting = '{"__proto__": {"per_page": 5}, "constructor": {"prototype": {"per_page": 6}}}';
  const polluted = await request("/api/v1/plugins/search", {
    method: "POST",
    body: polluting,
    headers: { "content-type": "application/json" },
  });
  expect([polluted.status, await polluted.json()]).toMatchObject([200, { per_page: 20 }]);
});

test("JSON may be announced with a charset, in capitals, or as a type built on it", async () => {
  for (const type of [
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/problem+json",
    "application/json ;charset=utf-8",
  ]) {
    const response = await request("/api/v1/plugins/search", {
      method: "POST",
      body: '{"per_page": 2}',
      headers: { "content-type": type },
    });
    expect([type, response.status, await response.json()]).toMatchObject([type, 200, { per_page: 2 }]);
  }
});

test("errors under /camel are in camelCase: of a route, of the input, of who is asking, of an unknown address", async () => {
  const cases: [string, number, string][] = [
    ["/camel/api/v1/plugins/none", 404, "plugin_not_found"],
    ["/camel/api/v1/plugins?perPage=0", 400, "invalid_input"],
    ["/camel/api/v1/auth/me", 401, "authentication_required"],
    ["/camel/api/v1/nothing", 404, "not_found"],
  ];
  for (const [path, status, code] of cases) {
    const response = await request(path);
    const body = await bodyOf(response);
    expect([path, response.status, body]).toMatchObject([
      path,
      status,
      { code, requestId: response.headers.get("x-request-id") },
    ]);
    expect(Object.keys(body)).not.toContain("request_id");
  }
});

test("a download under /camel is the same bytes", async () => {
  const [plain, camel] = await Promise.all(
    ["/api/v1", "/camel/api/v1"].map(async (mount) => {
      const response = await request(`${mount}/plugins/${base}/versions/1.0.0/download`);
      return [response.status, response.headers.get("etag"), Buffer.from(await response.arrayBuffer()).toString("hex")];
    }),
  );
  expect(plain?.[0]).toBe(200);
  expect(camel).toEqual(plain);
});
