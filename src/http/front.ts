import type { EdgeCache, Kept } from "#lib/edge-cache.ts";
import type { Metrics } from "#lib/metrics.ts";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { Bucket, Decision } from "#lib/rate-limits.ts";
import { ipPrincipal } from "#lib/ip-principal.ts";
import type { Front } from "./env.ts";
import { holds } from "./edge-cache.ts";
import { errorBody } from "./error-body.ts";
import { bucketOfRead, refusalMessage } from "./limits.ts";
import { coloOf, serverTiming } from "./observe.ts";

/** Headers of an answer that tell about one request; whatever else it has can be sent again. */
const OF_ONE_REQUEST = new Set(["x-request-id", "server-timing", "ratelimit-policy", "ratelimit", "retry-after"]);

/** The path of an absolute URL below the API, unless something in it is escaped, which the router reads in its own way. */
const API_PATH = /^https?:\/\/[^/]+(\/api\/[^?#%]*)(?:\?|$)/;

/** What such a read costs. */
const FROM_MEMORY = { method: "GET", code: "", cache: "hit", ms: 0, sql: 0, sqlMs: 0, objects: 0, stored: 0 };

interface Finished {
  route: string;
  ok: Record<string, string>;
  notModified: Record<string, string>;
}

interface FrontOptions {
  answers: Pick<EdgeCache, "held">;
  limits: {
    exhausted(principal: string, buckets: Bucket[]): Decision[];
    spendPrepaid(principal: string, buckets: Bucket[]): Decision[] | undefined;
  };
  metrics: Metrics | undefined;
}

/**
 * Sends again what the app has answered a visitor who reads from the API, when this isolate's memory has the answer and the
 * limiter has prepaid the charge, and refuses again whom the limiter is known to block. Nothing is waited for and no middleware
 * runs, which takes most of the time of such a read.
 */
export function createFront({ answers, limits, metrics }: FrontOptions): Front {
  const finished = new WeakMap<Kept, Finished>();
  let refusal: Record<string, string> | undefined;

  return {
    answer(request) {
      const { method, url, headers } = request;
      const path = method === "GET" && !headers.has("authorization") ? API_PATH.exec(url)?.[1] : undefined;
      if (path === undefined) return undefined;
      const principal = ipPrincipal(headers.get("cf-connecting-ip") ?? "");
      const buckets = [bucketOfRead(path)];
      const [blocked] = refusal ? limits.exhausted(principal, buckets) : [];
      if (blocked) return refuse({ ...refusal, ...ofThisRequest([blocked]) }, blocked);

      const kept = answers.held(url);
      const known = kept && finished.get(kept);
      const decisions = known && limits.spendPrepaid(principal, buckets);
      if (!decisions) return undefined;
      const isHeld = holds(headers.get("if-none-match") ?? undefined, known.ok["etag"] ?? "");
      metrics?.request({ ...FROM_MEMORY, route: known.route, status: isHeld ? 304 : 200, colo: coloOf(request) });
      return isHeld
        ? new Response(null, { status: 304, headers: { ...known.notModified, ...ofThisRequest(decisions) } })
        : new Response(kept.body, { headers: { ...known.ok, ...ofThisRequest(decisions) } });
    },
    learn(kept, headers, route) {
      if (finished.has(kept)) return;
      const ok = ofAnyRequest(headers);
      const { "content-type": _, ...notModified } = ok;
      finished.set(kept, { route: route(), ok, notModified });
    },
    learnRefusal(headers) {
      refusal ??= ofAnyRequest(headers);
    },
  };
}

function refuse(headers: Record<string, string>, decision: Decision): Response {
  const body = errorBody({ code: "rate_limited", message: refusalMessage(decision) }, headers["x-request-id"] ?? "");
  return new Response(JSON.stringify(body), { status: 429, headers });
}

const ofThisRequest = (decisions: Decision[]): Record<string, string> => ({
  "x-request-id": crypto.randomUUID(),
  "server-timing": serverTiming({ durationMs: 0, roundTrips: 0 }),
  ...rateLimitHeaders(decisions),
});

const ofAnyRequest = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !OF_ONE_REQUEST.has(name)));
