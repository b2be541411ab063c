import { afterAll, beforeAll, expect, test } from "vitest";
import { somebody } from "../support/people.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { openForm, sendForm } from "./support.ts";

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startStack({ vars: { EDGE_CACHE_SECONDS: 60, RATE_LIMIT_MULTIPLIER: 1 } });
});
afterAll(() => stack?.close());

test("everybody who is not signed in gets the same bytes, from the edge; who is signed in gets their own", async () => {
  const { request } = stack;
  const first = await request("/", { ip: "203.0.113.1" });
  const etag = first.headers.get("etag")!;
  const kept = await request("/", { ip: "203.0.113.2", headers: { cookie: "theme=dark; other=1" } });
  expect(kept.headers.get("server-timing")).toMatch(/desc="0"$/);
  expect(kept.headers.get("vary")).toContain("Cookie");
  expect(kept.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect(await kept.text()).toBe(await first.text());
  const unchanged = await request("/", { ip: "203.0.113.1", headers: { "if-none-match": etag } });
  expect(unchanged.status).toBe(304);

  const { token, username } = await somebody(stack);
  const own = await request("/", { headers: { cookie: `__Host-session=${token}` } });
  expect(own.headers.get("cache-control")).toBe("no-store");
  expect(own.headers.get("etag")).toBeNull();
  expect(await own.text()).toContain(username);
  expect(await (await request("/", { ip: "203.0.113.3" })).text()).not.toContain(username);
});

test("a page counts as a page: 120 a minute, then a page that says when to come back", async () => {
  const ask = () => stack.request("/", { ip: "203.0.113.9" });
  expect((await ask()).headers.get("ratelimit-policy")).toBe('"pages";q=120;w=60');
  await Promise.all(Array.from({ length: 119 }, ask));
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("content-type")).toContain("text/html");
  expect(refused.headers.get("etag")).toBeNull();
});

test("signing in by a form is limited as by the API: the eleventh attempt is a page that says when to come back", async () => {
  const { request, url } = stack;
  const form = await openForm(request, "/login");
  const attempt = () => sendForm(request, url, "/login", form, {}, { "cf-connecting-ip": "203.0.113.20" });
  for (let count = 0; count < 10; count += 1) expect((await attempt()).status).toBe(422);
  const refused = await attempt();
  expect([refused.status, refused.headers.get("content-type")]).toEqual([429, "text/html; charset=UTF-8"]);
  expect(refused.headers.get("ratelimit-policy")).toContain('"login";q=10;w=300');
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
