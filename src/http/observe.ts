import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { startDeadline } from "#lib/deadline.ts";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { Metrics } from "#lib/metrics.ts";
import type { HttpEnv, Meter, Services, Variables } from "./env.ts";
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
  /** Whom a limit began to refuse with this request, and which. */
  client?: string;
  bucket?: string;
}

/** Requests that a client was refused since its block began, of which each would have left the same line. */
export interface RefusedRecord {
  client: string;
  bucket: string;
  requests: number;
}

/** Where it is told what happened. */
export interface Monitor {
  request: (record: RequestRecord) => void;
  refused: (record: RefusedRecord) => void;
  /** Undefined where nobody counts. */
  metrics: Metrics | undefined;
  endedBlocks: Services["endedBlocks"];
  /** What to call a principal: an account by its id, an address by a name that says nothing. */
  nameOf: (principal: string) => Promise<string>;
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The outermost layer: gives the request its id, and the answer its id, timing and limit headers, whatever happened
 * in between; then reports one record, unless nobody would look for it.
 */
export function observe(monitor: Monitor): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const started = Date.now();
    const requestId = crypto.randomUUID();
    const meter: Meter = { roundTrips: 0, durationMs: 0, objects: 0, stored: 0, cache: "", code: "" };
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
    const repeatable = c.get("repeatable");
    if (repeatable && c.res.status === 200)
      c.get("services").front.learn(c.req.url, repeatable, headers, () => routeOf(c));
    if (c.get("refused")?.decision.remembered && c.get("surface") === "api")
      c.get("services").front.learnRefusal(headers);
    reportRequest(c, monitor, Date.now() - started);
    for (const ended of monitor.endedBlocks()) c.executionCtx.waitUntil(reportEnded(monitor, ended));
  };
}

function reportRequest(c: Context<HttpEnv>, monitor: Monitor, ms: number): void {
  const refused = c.get("refused");
  // Counted where it was refused, and told of when its block ends: a flood leaves no line for each of its requests.
  if (refused?.decision.remembered) return;
  const meter = c.get("meter");
  const { method } = c.req;
  const { status } = c.res;
  const isLogged = !isServedFromMemory(method, status, meter.roundTrips);
  if (!isLogged && !monitor.metrics) return;
  const route = routeOf(c);
  if (monitor.metrics) {
    const { code, cache, roundTrips: sql, durationMs: sqlMs, objects, stored } = meter;
    const colo = coloOf(c.req.raw);
    monitor.metrics.request({ route, method, status, code, cache, colo, ms, sql, sqlMs, objects, stored });
  }
  if (!isLogged) return;
  const record = { request_id: c.get("requestId"), method, route, status, ms, sql: meter.roundTrips };
  if (refused) c.executionCtx.waitUntil(reportBlocked(monitor, record, refused));
  else monitor.request(record);
}

const routeOf = (c: Context<HttpEnv>): string =>
  matchedRoutes(c).findLast((each) => each.method !== "ALL")?.path ?? "(none)";

/** The data centre that a request reached. */
export const coloOf = (request: Request): string => (request.cf?.["colo"] as string | undefined) ?? "";

async function reportBlocked(
  { nameOf, request, metrics }: Monitor,
  record: RequestRecord,
  { principal, decision: { bucket } }: NonNullable<Variables["refused"]>,
): Promise<void> {
  const client = await nameOf(principal);
  request({ ...record, client, bucket });
  metrics?.refused(client, bucket, 1);
}

type Ended = ReturnType<Services["endedBlocks"]>[number];

async function reportEnded({ nameOf, refused, metrics }: Monitor, { principal, bucket, refused: requests }: Ended) {
  const client = await nameOf(principal);
  refused({ client, bucket, requests });
  metrics?.refused(client, bucket, requests);
}

/** Most of all requests, each of which would pay a fifth of its time for a line that says nothing: the platform counts them. */
const isServedFromMemory = (method: string, status: number, roundTrips: number): boolean =>
  READS.has(method) && status < 400 && roundTrips === 0;

/** @param meter its time is milliseconds */
export const serverTiming = ({ durationMs, roundTrips }: Pick<Meter, "durationMs" | "roundTrips">): string =>
  `db;dur=${durationMs.toFixed(1)};desc="${roundTrips}"`;
