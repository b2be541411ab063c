import type { DownloadLocation, DownloadTarget, HeldDownload } from "#features/downloads/index.ts";
import { boundedMap } from "#lib/bounded-map.ts";
import type { EdgeCache } from "#lib/edge-cache.ts";
import type { Metrics } from "#lib/metrics.ts";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { Bucket, Decision } from "#lib/rate-limits.ts";
import { ipPrincipal } from "#lib/ip-principal.ts";
import type { Front, Meter, WaitUntil } from "./env.ts";
import { holds } from "./edge-cache.ts";
import { errorBody } from "./error-body.ts";
import { bucketOfRead, PREPAID, refusalMessage, refusalOf } from "./limits.ts";
import { coloOf, serverTiming } from "./observe.ts";

/** What the limiter said is not known when it cannot be reached. */
const OF_LIMITS = ["ratelimit-policy", "ratelimit", "retry-after"];

/** Headers of an answer that tell about one request; whatever else it has can be sent again. */
const OF_ONE_REQUEST = new Set(["x-request-id", "server-timing", ...OF_LIMITS]);

/** The path of an absolute URL of the API or of a file, unless something in it is escaped, which the router reads in its own way. */
const READ_PATH = /^https?:\/\/[^/]+(\/(?:api|dl)\/[^?#%]*)(?:\?|$)/;

/** What a 304 says again of the answer (RFC 9110, 15.4.5); web pages may read it. */
const OF_NOT_MODIFIED = /^(?:cache-control|etag|vary|server-timing|access-control-.*)$/;

/** What such a read always costs. */
const FROM_MEMORY = { method: "GET", code: "", sql: 0, sqlMs: 0, stored: 0 };

/** Answers whose headers are remembered, of about a kilobyte each. */
const REMEMBERED = 1_000;

interface Finished {
  file: DownloadTarget | undefined;
  route: string;
  etag: string;
  /** Each is sent again and again, with what is changed in place: a Response copies them. */
  ok: Headers;
  notModified: Headers;
}

/** What memory has of an answer; with a location, its sending is counted. */
interface Found {
  body: ArrayBuffer;
  location?: DownloadLocation;
}

interface FrontOptions {
  answers: Pick<EdgeCache, "held">;
  downloads: {
    held(file: DownloadTarget): HeldDownload | undefined;
    /** Counts one download. @throws ObjectUnavailable */
    count(location: DownloadLocation, request: { meter: Pick<Meter, "objects">; waitUntil: WaitUntil }): Promise<void>;
  };
  limits: {
    exhausted(principal: string, buckets: Bucket[]): Decision[];
    spendPrepaid(principal: string, buckets: Bucket[]): Decision[] | undefined;
    /** @throws ObjectUnavailable */
    take(principal: string, buckets: Bucket[], ahead: number): Promise<Decision[]>;
  };
  metrics: Metrics | undefined;
}

/**
 * Sends again what the app has answered a visitor who reads from the API or downloads a file, while this isolate's memory has
 * it, and refuses again whom the limiter is known to block. No middleware runs, which takes most of the time of such a
 * read, and nothing is waited for but the limiter, where it has not prepaid the charge, and the count of a download.
 */
export function createFront({ answers, downloads, limits, metrics }: FrontOptions): Front {
  const finished = boundedMap<Finished>(REMEMBERED);
  let refusal: Headers | undefined;

  function find(url: string, { file, etag }: Finished): Found | undefined {
    if (file) return downloads.held(file);
    const kept = answers.held(url);
    return kept?.headers["etag"] === etag ? kept : undefined;
  }

  return {
    answer(request, waitUntil, fail) {
      const { method, url, headers } = request;
      const path = method === "GET" && !headers.has("authorization") ? READ_PATH.exec(url)?.[1] : undefined;
      if (path === undefined) return undefined;
      const principal = ipPrincipal(headers.get("cf-connecting-ip") ?? "");
      const buckets = [bucketOfRead(path)];
      const [blocked] = refusal ? limits.exhausted(principal, buckets) : [];
      if (refusal && blocked) return refuse(refusal, blocked);

      const known = finished.get(url);
      if (!known || (known.file && headers.has("range"))) return undefined;
      const { file, route } = known;
      const found = find(url, known);
      if (!found) return undefined;
      const isHeld = holds(headers.get("if-none-match") ?? undefined, known.etag);
      const counted = isHeld ? undefined : found.location;
      const prepaid = limits.spendPrepaid(principal, buckets);

      const meter = { objects: prepaid ? 0 : 1 };
      const send = (decisions: Decision[], ms: number): Response => {
        const cost = { ms, ...meter, cache: file ? "" : "hit", status: isHeld ? 304 : 200, colo: coloOf(request) };
        metrics?.request({ ...FROM_MEMORY, ...cost, route });
        return isHeld
          ? new Response(null, { status: 304, headers: ofThisRequest(known.notModified, decisions) })
          : new Response(found.body, { headers: ofThisRequest(known.ok, decisions) });
      };
      const sendLater = async (): Promise<Response> => {
        const started = Date.now();
        // Reads go on when the limiter cannot be reached.
        const decisions = prepaid ?? (await limits.take(principal, buckets, PREPAID).catch(() => []));
        const decision = decisions.find(({ allowed }) => !allowed);
        if (decision) return fail({ route, decisions, refused: { principal, decision }, error: refusalOf(decision) });
        try {
          if (counted) await downloads.count(counted, { meter, waitUntil });
        } catch (error) {
          return fail({ route, decisions, error: error as Error });
        }
        return send(decisions, Date.now() - started);
      };
      return prepaid && !counted ? send(prepaid, 0) : sendLater();
    },
    learn(url, { file }, headers, route) {
      const etag = headers.get("etag") ?? "";
      // Pages, which it never answers, would drive out what it does.
      if (!READ_PATH.test(url) || finished.get(url)?.etag === etag) return;
      const ok = ofAnyRequest(headers);
      const notModified = new Headers([...ok].filter(([name]) => OF_NOT_MODIFIED.test(name)));
      finished.set(url, { file, route: route(), etag, ok, notModified });
    },
    learnRefusal(headers) {
      refusal ??= ofAnyRequest(headers);
    },
  };
}

function refuse(headers: Headers, decision: Decision): Response {
  ofThisRequest(headers, [decision]);
  // No error is made of it, whose trace nobody would read.
  const body = errorBody(
    { code: "rate_limited", message: refusalMessage(decision) },
    headers.get("x-request-id") ?? "",
  );
  return new Response(JSON.stringify(body), { status: 429, headers });
}

/** @returns the same headers, which tell about this request now */
function ofThisRequest(headers: Headers, decisions: Decision[]): Headers {
  headers.set("x-request-id", crypto.randomUUID());
  const limits = Object.entries(rateLimitHeaders(decisions));
  for (const [name, value] of limits) headers.set(name, value);
  if (limits.length === 0) for (const name of OF_LIMITS) headers.delete(name);
  return headers;
}

function ofAnyRequest(headers: Headers): Headers {
  const again = new Headers([...headers].filter(([name]) => !OF_ONE_REQUEST.has(name)));
  again.set("server-timing", serverTiming({ durationMs: 0, roundTrips: 0 }));
  return again;
}
