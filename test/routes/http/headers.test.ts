import { describe, expect, test } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { randomAddress } from "./support.ts";

const stack = shared();
const { request } = stack;
const author = await somebody(stack);
const name = unique("headers");
await author.publish(name);

const notModified = () => request(`/api/v1/plugins/${name}`, { headers: { "if-none-match": "*" } });

const answers: [string, () => Promise<Response>][] = [
  ["a cacheable read", () => request(`/api/v1/plugins/${name}`)],
  ["a search", () => request("/api/v1/plugins/search", { json: { query: name } })],
  ["a read of somebody signed in", () => author.request(`/api/v1/plugins/${name}`)],
  ["a read under /camel", () => request(`/camel/api/v1/plugins/${name}`)],
  ["a download", () => request(`/dl/${name}/${name}-1.0.0.wasm`)],
  ["a HEAD", () => request(`/api/v1/plugins/${name}`, { method: "HEAD" })],
  ["a 304", notModified],
  ["a 400", () => request("/api/v1/plugins?per_page=0")],
  ["a 401", () => request("/api/v1/auth/me")],
  ["a 404", () => request("/api/v1/plugins/none")],
  ["a 404 of no route", () => request("/api/v1/nothing")],
  ["a 405", () => request("/api/v1/stats", { method: "DELETE" })],
  ["a 415", () => request("/api/v1/auth/login", { method: "POST", ip: randomAddress() })],
];

describe.each(answers)("%s", (_what, ask) => {
  test("may be read by any web page, with the headers that matter", async () => {
    const response = await ask();
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    const exposed = response.headers.get("access-control-expose-headers")?.split(/, ?/) ?? [];
    expect(exposed).toEqual(
      expect.arrayContaining(["X-Request-Id", "RateLimit-Policy", "RateLimit", "Retry-After", "ETag", "Server-Timing"]),
    );
  });

  test("has its id, its cost and what is left of the limit", async () => {
    const { headers } = await ask();
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(headers.get("server-timing")).toMatch(/^db;dur=\d+\.\d;desc="\d+"$/);
    expect(headers.get("ratelimit-policy")).toMatch(/^"[a-z-]+";q=\d+;w=\d+(, "[a-z-]+";q=\d+;w=\d+)*$/);
    expect(headers.get("ratelimit")).toMatch(/^"[a-z-]+";r=\d+;t=\d+/);
  });
});

test.each(answers.filter(([, ask]) => ask !== notModified))(
  "%s tells browsers to trust nothing in it",
  async (_what, ask) => {
    const { headers } = await ask();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{7,}/);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("x-powered-by")).toBeNull();
  },
);

test("a 304 says nothing again of what came with the content but how long it may be kept", async () => {
  const { headers } = await notModified();
  const said = [...headers.keys()].filter((header) => !/^(?:connection|date|keep-alive)$/.test(header));
  expect(said.toSorted()).toEqual([
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "etag",
    "ratelimit",
    "ratelimit-policy",
    "server-timing",
    "vary",
    "x-request-id",
  ]);
});

test.each([
  ["GET", `/api/v1/plugins/${name}`, 1],
  ["GET", "/api/v1/plugins", 1],
  ["GET", `/api/v1/plugins/${name}/reviews`, 1],
  ["GET", "/api/v1/auth/me", 0],
] as const)("Server-Timing counts the SQL round trips: %s %s has %i", async (method, path, trips) => {
  const response = await request(path, { method });
  expect(response.headers.get("server-timing")).toMatch(new RegExp(`desc="${trips}"$`));
});

test("an account costs one round trip more", async () => {
  const response = await author.request("/api/v1/auth/me");
  expect(response.headers.get("server-timing")).toMatch(/desc="1"$/);
});

describe("a preflight", () => {
  const preflight = (path: string, method: string) =>
    request(path, {
      method: "OPTIONS",
      headers: {
        origin: "https://example.com",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type",
      },
    });

  test.each([
    ["/api/v1/plugins/publish", "POST"],
    ["/api/v1/plugins/x/versions/1.0.0/yank", "DELETE"],
    ["/api/v1/plugins/x/versions/1.0.0/unyank", "PUT"],
    ["/api/v1/plugins/x/reviews/1", "PATCH"],
    ["/camel/api/v1/plugins/search", "POST"],
    ["/dl/x/x-1.0.0.wasm", "GET"],
  ])("of %s allows %s from everywhere, without being signed in", async (path, method) => {
    const response = await preflight(path, method);
    expect(response.status).toBe(204);
    const { headers } = response;
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-methods")?.split(",")).toContain(method);
    expect(headers.get("access-control-allow-headers")?.toLowerCase().split(",")).toEqual(
      expect.arrayContaining(["authorization", "content-type", "if-none-match", "range"]),
    );
    expect(Number(headers.get("access-control-max-age"))).toBeGreaterThan(0);
    expect(headers.get("x-request-id")).not.toBeNull();
  });
});
