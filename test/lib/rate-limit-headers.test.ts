import { expect, test } from "vitest";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { Decision } from "#lib/rate-limits.ts";

const decision = (changes: Partial<Decision> = {}): Decision => ({
  bucket: "api_ip",
  allowed: true,
  limit: 60,
  windowSeconds: 60,
  remaining: 59,
  resetSeconds: 30,
  retryAfterSeconds: 0,
  ...changes,
});

test("an allowed request is told its policy and what is left", () => {
  expect(rateLimitHeaders([decision()])).toEqual({
    "RateLimit-Policy": '"api";q=60;w=60',
    RateLimit: '"api";r=59;t=30',
  });
});

test("several policies stand in one field each, with the longest wait as Retry-After", () => {
  const publish = decision({
    bucket: "publish_new",
    allowed: false,
    limit: 5,
    windowSeconds: 3_000,
    remaining: 0,
    resetSeconds: 2_900,
    retryAfterSeconds: 500,
  });
  const user = decision({ bucket: "api_user", allowed: false, limit: 300, remaining: 0, retryAfterSeconds: 30 });
  expect(rateLimitHeaders([user, publish])).toEqual({
    "RateLimit-Policy": '"api";q=300;w=60, "publish-new";q=5;w=3000',
    RateLimit: '"api";r=0;t=30, "publish-new";r=0;t=2900',
    "Retry-After": "500",
  });
});

test("of two decisions under one name the tightest speaks", () => {
  const byAddress = decision({ bucket: "login", limit: 10, remaining: 9 });
  const byAccount = decision({ bucket: "login", limit: 10, remaining: 2, resetSeconds: 200 });
  const refused = decision({ bucket: "login", limit: 10, allowed: false, remaining: 0, retryAfterSeconds: 40 });
  expect(rateLimitHeaders([byAddress, byAccount])["RateLimit"]).toBe('"login";r=2;t=200');
  expect(rateLimitHeaders([byAddress, refused])["RateLimit"]).toBe('"login";r=0;t=30');
});

test("a route without limits says nothing", () => {
  expect(rateLimitHeaders([])).toEqual({});
});
