import type { EdgeCache, Kept } from "#lib/edge-cache.ts";
import type { Metrics } from "#lib/metrics.ts";
import { rateLimitHeaders } from "#lib/rate-limit-headers.ts";
import type { Bucket, Decision } from "#lib/rate-limits.ts";
import { ipPrincipal } from "#lib/ip-principal.ts";
import type { Front } from "./env.ts";
import { holds } from "./edge-cache.ts";
import { bucketOfRead } from "./limits.ts";
import { coloOf, serverTiming } from "./observe.ts";

/** Headers of an answer that tell about one request; whatever else it has can be sent again. */
const OF_ONE_REQUEST = new Set(["x-request-id", "server-timing", "ratelimit-policy", "ratelimit"]);

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
  spendPrepaid: (principal: string, buckets: Bucket[]) => Decision[] | undefined;
  metrics: Metrics | undefined;
}

/**
 * Sends again what the app has answered: a visitor's read of the API whose answer is in this isolate's memory, and whose
 * charge the limiter has prepaid. Nothing is waited for and no middleware runs, which takes most of the time of such a read.
 */
export function createFront({ answers, spendPrepaid, metrics }: FrontOptions): Front {
  const finished = new WeakMap<Kept, Finished>();

  return {
    answer(request) {
      const { method, url, headers } = request;
      if (method !== "GET" || headers.has("authorization")) return undefined;
      const kept = answers.held(url);
      const known = kept && finished.get(kept);
      const [, path] = (known && API_PATH.exec(url)) ?? [];
      if (!known || path === undefined) return undefined;
      const principal = ipPrincipal(headers.get("cf-connecting-ip") ?? "");
      const decisions = spendPrepaid(principal, [bucketOfRead(path)]);
      if (!decisions) return undefined;

      const ofThisRequest = {
        "x-request-id": crypto.randomUUID(),
        "server-timing": serverTiming({ durationMs: 0, roundTrips: 0 }),
        ...rateLimitHeaders(decisions),
      };
      const isHeld = holds(headers.get("if-none-match") ?? undefined, known.ok["etag"] ?? "");
      metrics?.request({ ...FROM_MEMORY, route: known.route, status: isHeld ? 304 : 200, colo: coloOf(request) });
      return isHeld
        ? new Response(null, { status: 304, headers: { ...known.notModified, ...ofThisRequest } })
        : new Response(kept.body, { headers: { ...known.ok, ...ofThisRequest } });
    },
    learn(kept, headers, route) {
      if (finished.has(kept)) return;
      const ok = Object.fromEntries([...headers].filter(([name]) => !OF_ONE_REQUEST.has(name)));
      const { "content-type": _, ...notModified } = ok;
      finished.set(kept, { route: route(), ok, notModified });
    },
  };
}
