import type { Bench } from "./bench.ts";
import type { Calls } from "./goals.ts";
import type { BenchRequest, Statement } from "./load.ts";
import { registryPublication } from "./publications.ts";
import type { Row } from "./rows.ts";

export interface Inspected {
  headers: Record<string, string>;
  body: ArrayBuffer;
  calls: Calls;
  statements: Statement[];
  /** The time of its round trips, as the Worker sees it. */
  sqlMs: number;
}

/** How often a request is sent until it is refused, at most: more than any limit that a flood meets. */
const MOST_TRIES = 1_000;

/** What the row's request is answered, what is called for it once caches are warm, and what the database is asked. */
export async function inspect({ runtime, endpoint }: Bench, row: Row): Promise<Inspected> {
  await untilExpected(runtime.url(row.worker), row);
  const counting = runtime.countingUrl(row.worker);
  await untilExpected(counting, row);
  await calls(counting);
  endpoint.roundTrips.length = 0;
  const response = await ask(counting, row.request);
  const statements = endpoint.roundTrips.flatMap(({ queries, params }) =>
    queries.map((query, index) => ({ query, params: params[index] ?? [] })),
  );
  const body = await response.arrayBuffer();
  const once = await calls(counting);
  const { headers } = response;
  const sqlMs = Number(/dur=([\d.]+)/.exec(headers.get("server-timing") ?? "")?.[1] ?? 0);
  return { headers: ofAnyConnection(headers), body, calls: await perRequest(counting, row, once), statements, sqlMs };
}

const ofAnyConnection = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers].filter(([name]) => !/^(?:connection|date|content-length|transfer-encoding)$/.test(name)),
  );

/** One call of the limiter pays for several reads, so those are averaged. */
const READS = 10;

async function perRequest(counting: URL, { request }: Row, once: Calls): Promise<Calls> {
  if (request.method !== undefined) return once;
  for (let read = 0; read < READS; read += 1) await (await ask(counting, request)).arrayBuffer();
  const { objects } = await calls(counting);
  return { ...once, objects: objects / READS };
}

/** What one client reads within a minute until it is refused, with the limits of production, and the calls of objects that takes. */
export interface ReadsWithinLimit {
  reads: number;
  objects: number;
}

const SOMEBODY = { "cf-connecting-ip": "203.0.113.98" };

/** @throws Error when it is not refused in time */
export async function countWithinLimit({ runtime }: Bench, path: string): Promise<ReadsWithinLimit> {
  const worker = runtime.countingUrl("limited");
  const read = async () => (await ask(worker, { path, headers: SOMEBODY })).status;
  await calls(worker);
  for (let reads = 0; reads < MOST_TRIES; reads += 1) {
    if ((await read()) !== 429) continue;
    const { objects } = await calls(worker);
    // The last one is the refusal's.
    return { reads, objects: objects - 1 };
  }
  throw new Error(`${path} was read ${MOST_TRIES} times, and nobody was refused`);
}

/** Since it was last asked. */
async function calls(counting: URL): Promise<Calls> {
  const response = await fetch(new URL("/calls", counting));
  return (await response.json()) as Calls;
}

async function untilExpected(worker: URL, { title, request, expected = 200 }: Row): Promise<void> {
  let response = await ask(worker, request);
  for (let tries = 0; response.status !== expected && tries < MOST_TRIES; tries += 1) {
    if (response.status >= 500) break;
    await response.arrayBuffer();
    response = await ask(worker, request);
  }
  const text = await response.text();
  if (response.status !== expected) throw new Error(`'${title}' is answered ${response.status}: ${text}`);
}

function ask(worker: URL, { path, method = "GET", headers, body, publication }: BenchRequest): Promise<Response> {
  const sent = publication === "registry" ? registryPublication().body : body;
  return fetch(new URL(path, worker), {
    method,
    redirect: "manual",
    headers: headers ?? {},
    ...(sent !== undefined && { body: sent }),
  });
}
