import { setTimeout } from "node:timers/promises";
import pMap from "p-map";
import { DUE_MS } from "../../routes/http/support.ts";
import type { AllowedRequest } from "../access/requests.ts";
import type { Tally } from "../proof.ts";

/** What came of a request. */
export interface Seen {
  request: AllowedRequest;
  status: number;
  body: string;
  /** Its code, where it is an error that a program reads. */
  code: string | undefined;
  retryAfter: string | null;
  /** Round trips to the database. */
  sql: number;
  ms: number;
  /** The longest that an answer took meanwhile which needs nothing: the machine's doing, not ours. */
  stallMs: number;
}

const PROBE_MS = 50;

interface Volley {
  /** Makes them addresses that nobody has asked before. */
  query?: string;
  /** So many side by side: more of those that only wait. */
  atOnce?: number;
}

/** Sends them, and asks meanwhile for what needs nothing. */
export async function volley(
  url: string,
  requests: AllowedRequest[],
  { query, atOnce = 4 }: Volley = {},
): Promise<Seen[]> {
  const probe = probing(new URL("/health", url));
  const looks = pMap(requests, (request) => look(request, query), { concurrency: atOnce });
  const all = await looks.finally(() => probe.end());
  const stallMs = await probe.end();
  return all.map((seen) => ({ ...seen, stallMs }));
}

function probing(health: URL): { end: () => Promise<number> } {
  const over = new AbortController();
  let slowestMs = 0;
  const probe = async () => {
    while (!over.signal.aborted) {
      const started = performance.now();
      await (await fetch(health)).text();
      slowestMs = Math.max(slowestMs, performance.now() - started);
      await setTimeout(PROBE_MS);
    }
    return slowestMs;
  };
  const slowest = probe();
  return { end: () => (over.abort(), slowest) };
}

async function look(request: AllowedRequest, query: string | undefined): Promise<Omit<Seen, "stallMs">> {
  const started = performance.now();
  const response = await request.send(query);
  const { status, headers } = response;
  const body = await response.text();
  const ms = performance.now() - started;
  const [, sql = "0"] = /desc="(\d+)"/.exec(headers.get("server-timing") ?? "") ?? [];
  const isError = status >= 400 && request.route.surface === "api";
  const code = isError ? (JSON.parse(body) as { code: string }).code : undefined;
  return { request, status, body, code, retryAfter: headers.get("retry-after"), sql: Number(sql), ms };
}

/** What an answer has to be: the one that was seen before, or 503 for want of a part. */
export type Wanted = { status: number } | { unavailable: string };

/** Counts what was tried, lists what was wrong, and keeps the slowest answer for the table. */
export class Judge {
  readonly #tally: Tally;
  readonly #complaints: string[] = [];
  #slowestMs = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** @param dueMs what it may have taken on a machine that does nothing else */
  expects(when: string, seen: Seen, wanted: Wanted, dueMs = DUE_MS): void {
    const { request, status, code = "", retryAfter, ms, stallMs } = seen;
    this.#slowestMs = Math.max(this.#slowestMs, ms - stallMs);
    const isRight = "status" in wanted ? status === wanted.status : isUnavailable(seen, wanted.unavailable);
    const due = "status" in wanted ? wanted.status : `503 ${wanted.unavailable}`;
    const found = `${status} ${code} in ${ms.toFixed(0)} ms, Retry-After ${retryAfter}`;
    this.holds(isRight && ms < dueMs + stallMs, `${when}: ${request.what}: ${found} instead of ${due}`);
  }

  holds(isSo: boolean, complaint: string): void {
    this.#tally.tried += 1;
    if (!isSo) this.#complaints.push(complaint);
  }

  ends(remark = `slowest answer ${(this.#slowestMs / 1_000).toFixed(2)} s`): void {
    this.#tally.failed = this.#complaints.length;
    this.#tally.remark = remark;
    if (this.#complaints.length > 0) throw new Error(this.#complaints.join("\n"));
  }
}

/** 503 that says when to come back. The readiness names the part in words of its own. */
function isUnavailable({ request: { route }, status, code, retryAfter }: Seen, wanted: string): boolean {
  const isNamed = route.surface === "web" || route.path === "/health/ready" || code === wanted;
  return status === 503 && isNamed && /^[1-9]\d*$/.test(retryAfter ?? "");
}
