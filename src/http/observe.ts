import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { startDeadline } from "#lib/deadline.ts";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { HttpEnv, SqlMeter } from "./env.ts";
import { authorizationOf } from "./session-cookie.ts";
import { surfaceOf } from "./surface.ts";

/** What a request leaves in the log: no path (it may hold names), no query, no header, no address. */
export interface RequestRecord {
  request_id: string;
  method: string;
  route: string;
  status: number;
  ms: number;
  sql: number;
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The outermost layer: gives the request its id, and the answer its id, timing and limit headers, whatever happened
 * in between; then reports one record, unless nobody would look for it.
 */
export function observe(report: (record: RequestRecord) => void): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const started = Date.now();
    const requestId = crypto.randomUUID();
    const meter = { roundTrips: 0, durationMs: 0 };
    c.set("requestId", requestId);
    c.set("meter", meter);
    c.set("deadline", startDeadline(Date.now));
    c.set("decisions", []);
    // Of an address that workerd has normalised; parsing it once more is a hundredth of a cached answer.
    c.set("origin", c.req.url.slice(0, c.req.url.indexOf("/", "https://".length)));
    c.set("surface", surfaceOf(c.req.path));
    c.set("authorization", authorizationOf(c));
    const handled = next();
    // A client who leaves cancels what is not waited for: a change half-way, or the hash of a password that others queue behind.
    if (!READS.has(c.req.method)) c.executionCtx.waitUntil(handled);
    await handled;
    // On the answer itself: c.header would make it anew for each.
    const { headers } = c.res;
    headers.set("X-Request-Id", requestId);
    headers.set("Server-Timing", serverTiming(meter));
    for (const [name, value] of Object.entries(rateLimitHeaders(c.get("decisions")))) headers.set(name, value);
    const { status } = c.res;
    const kept = c.get("kept");
    if (kept && status === 200) c.get("services").front.learn(kept, headers);
    if (isServedFromMemory(c.req.method, status, meter.roundTrips)) return;
    report({
      request_id: requestId,
      method: c.req.method,
      route: matchedRoutes(c).findLast((route) => route.method !== "ALL")?.path ?? "(none)",
      status,
      ms: Date.now() - started,
      sql: meter.roundTrips,
    });
  };
}

/** Most of all requests, each of which would pay a fifth of its time for a line that says nothing: the platform counts them. */
const isServedFromMemory = (method: string, status: number, roundTrips: number): boolean =>
  READS.has(method) && status < 400 && roundTrips === 0;

/** @param meter its time is milliseconds */
export const serverTiming = ({ durationMs, roundTrips }: SqlMeter): string =>
  `db;dur=${durationMs.toFixed(1)};desc="${roundTrips}"`;
