import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pMap from "p-map";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { sendToAbandon } from "../support/abandon.ts";
import { type AllowedRequest, allowedRequests, isRead, RULES } from "../support/access/requests.ts";
import { allRoutes, type Route } from "../support/access/routes.ts";
import type { Rule } from "../support/access/rules.ts";
import { changesIn, newScene, type Scene } from "../support/access/scene.ts";
import { Judge, type Seen, volley } from "../support/faults/judge.ts";
import { type StackWithObjects, startStackWithObjects } from "../support/faults/objects-away.ts";
import { fingerprint } from "../support/fingerprint.ts";
import { type Person, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { picked, printedSeed } from "../support/seed.ts";
import { moduleOfSize } from "../support/uploads.ts";

/** How a part is away, for the endpoint that stands for it. Each request that hangs costs five seconds, so `npm test` tries one of the two, with few requests. */
const WAYS = { refuses: "reset", hangs: "hang" } as const;
type Way = keyof typeof WAYS;
const AT_ONCE: Record<Way, number> = { refuses: 4, hangs: 24 };
const HANGING = times({ proof: Infinity, test: 8 });
const READS = times({ proof: Infinity, test: 16 });
const WRITES = times({ proof: Infinity, test: 10 });
const some = <T>(all: T[], way: Way): T[] => (way === "hangs" ? picked(all, HANGING, seed) : all);

/** What is mounted a second time, with other names for its fields, runs the same code. */
const ROUTES = allRoutes().filter(({ path }) => !path.startsWith("/camel/"));
const RECOVERY_MS = 2_000;
const MIB = 1024 * 1024;

const seed = printedSeed("availability");
const WAYS_TRIED = picked<Way>(["refuses", "hangs"], times({ proof: 2, test: 1 }), seed);
let stack: StackWithObjects;
let scene: Scene;
let reads: AllowedRequest[];
let writes: AllowedRequest[];
let publications: AllowedRequest[];
/** Each read as it is when nothing is away: when nobody has asked it before, and again. */
let first: Map<AllowedRequest, Seen>;
let again: Map<AllowedRequest, Seen>;
beforeAll(async () => {
  stack = await startStackWithObjects({
    RATE_LIMIT_MULTIPLIER: 100_000,
    EDGE_CACHE_SECONDS: 60,
    DOWNLOAD_FLUSH_SECONDS: 600,
  });
  scene = await newScene(stack, { crowded: true });
  await stack.sql`update plugins set tags = '{scene}' where name = ${scene.plugin}`;
  const requests = await allowedRequests(scene, ROUTES);
  const others = requests.filter((request) => isRead(request.route) && !isDownload(request));
  const changes = requests.filter(({ route }) => !isRead(route));
  reads = [...requests.filter(isDownload), ...picked(others, READS, seed)];
  writes = picked(changes, WRITES, seed);
  publications = changes.filter(({ route }) => /\/(?:plugins|publish|complete)$/.test(route.path));
  first = await undisturbed(reads);
  again = await undisturbed(reads);
}, 300_000);
afterEach(async () => {
  stack.sqlEndpoint.onRequest = undefined;
  stack.s3.onRequest = undefined;
  await stack.set({ limiter: "here", counter: "here", aheadMs: 0 });
});
afterAll(() => stack?.close());

const databaseIs = (way: Way) => void (stack.sqlEndpoint.onRequest = async () => WAYS[way]);
const storageIs = (way: Way) => void (stack.s3.onRequest = async () => WAYS[way]);
const isDownload = ({ route }: AllowedRequest) => /^\/dl\/|\/download$/.test(route.path);
const NO_DATABASE = { unavailable: "database_unavailable" };
const NO_STORAGE = { unavailable: "storage_unavailable" };

/** What stalls on a machine that does other things too is asked again. */
async function undisturbed(requests: AllowedRequest[], tries = 3): Promise<Map<AllowedRequest, Seen>> {
  const seen = await volley(stack.url, requests);
  const failed = seen.filter(({ status }) => status >= 400);
  if (failed.length > 0 && tries === 0) throw new Error(`${failed[0]!.request.what}: ${failed[0]!.body}`);
  const settled = failed.length === 0 ? [] : await undisturbed(requestsOf(failed), tries - 1);
  return new Map([...seen.map((each) => [each.request, each] as const), ...settled]);
}

const requestsOf = (all: { request: AllowedRequest }[]) => all.map(({ request }) => request);

proves(
  "Postgres away: known versions are downloaded, what the edge keeps is read, all else is 503 in five seconds and nothing changes",
  async (tally) => {
    const judge = new Judge(tally);
    const before = await fingerprint(stack);
    const kept = reads.filter((read) => isDownload(read) || again.get(read)!.sql === 0);
    // Signing out is all that a visitor's form does without the database.
    const changes = writes.filter(({ route, isSignedIn }) => route.path !== "/logout" || isSignedIn);
    for (const way of WAYS_TRIED) {
      databaseIs(way);
      for (const seen of await volley(stack.url, kept)) {
        judge.expects(`Postgres ${way}, known`, seen, first.get(seen.request)!);
        judge.holds(seen.body === again.get(seen.request)!.body, `${seen.request.what} is not what it was`);
      }
      for (const seen of await volley(stack.url, some(reads, way), { query: `never=${way}`, atOnce: AT_ONCE[way] })) {
        const { sql, status } = first.get(seen.request)!;
        const isServed = isDownload(seen.request) || sql === 0;
        judge.expects(`Postgres ${way}, never asked`, seen, isServed ? { status } : NO_DATABASE);
      }
      for (const seen of await volley(stack.url, some(changes, way), { atOnce: AT_ONCE[way] }))
        judge.expects(`Postgres ${way}, a change`, seen, NO_DATABASE);
      // What is known of a version is no longer fresh after a minute, and is used for want of an answer for a day.
      for (const minutes of [2, 23 * 60]) {
        await stack.set({ aheadMs: minutes * 60_000 });
        for (const seen of await volley(stack.url, reads.filter(isDownload), { atOnce: AT_ONCE[way] }))
          judge.expects(`Postgres ${way} for ${minutes} minutes`, seen, first.get(seen.request)!);
      }
      await stack.set({ aheadMs: 0 });
    }
    stack.sqlEndpoint.onRequest = undefined;
    expect(await fingerprint(stack)).toEqual(before);
    judge.ends();
  },
);

proves("Postgres back: within two seconds all is answered as before", async (tally) => {
  const judge = new Judge(tally);
  const asked = reads.filter((read) => first.get(read)!.sql > 0 && !isDownload(read));
  for (const way of WAYS_TRIED) {
    databaseIs(way);
    await volley(stack.url, some(asked, way), { query: `back=${way}`, atOnce: AT_ONCE[way] });
    // Some still wait for the database that was away.
    let waiting = 0;
    stack.sqlEndpoint.onRequest = async () => ((waiting += 1), WAYS[way]);
    const late = volley(stack.url, asked.slice(0, 8), { query: `late=${way}`, atOnce: 8 });
    await expect.poll(() => waiting, { interval: 10, timeout: 10_000 }).toBeGreaterThanOrEqual(8);
    stack.sqlEndpoint.onRequest = undefined;
    for (const seen of await volley(stack.url, asked, { query: `back=${way}` }))
      judge.expects(`after Postgres ${way}`, seen, first.get(seen.request)!, RECOVERY_MS + first.get(seen.request)!.ms);
    await late;
  }
  judge.ends();
});

/** What takes long to send where it arrives. */
async function publishLarge(author: Person): Promise<Response> {
  const module = moduleOfSize(times({ proof: 8, test: 2 }) * MIB, unique("large"));
  return author.publish(unique("large"), "1.0.0", {
    checksum: createHash("sha256").update(module).digest("hex"),
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  });
}

proves("R2 away: all is read, publishing is 503 in five seconds, and nothing is half-written", async (tally) => {
  const judge = new Judge(tally);
  const large: AllowedRequest = {
    ...publications[0]!,
    what: "publishing a large module",
    send: () => publishLarge(scene.people.owner),
  };
  const isStored = ({ route }: AllowedRequest) => /\/sbom(?:-signature)?$|^\/health\/ready$/.test(route.path);
  const before = await fingerprint(stack);
  for (const way of WAYS_TRIED) {
    storageIs(way);
    for (const seen of await volley(stack.url, some(reads, way), { query: `away=${way}`, atOnce: AT_ONCE[way] }))
      judge.expects(`R2 ${way}`, seen, isStored(seen.request) ? NO_STORAGE : first.get(seen.request)!);
    for (const seen of await volley(stack.url, [large, ...some(publications, way)], { atOnce: AT_ONCE[way] }))
      judge.expects(`R2 ${way}, publishing`, seen, NO_STORAGE);
    stack.s3.onRequest = undefined;
    expect(await fingerprint(stack)).toEqual(before);
  }
  const published = publications.filter(({ route, rule }) => rule.token === "publish:new" && route.surface === "api");
  for (const seen of await volley(stack.url, published))
    judge.holds(seen.status < 300, `${seen.request.what}: ${seen.body}`);
  judge.ends();
});

proves("limiter away: all is read, and every change is 503 and not made", async (tally) => {
  const judge = new Judge(tally);
  const before = await fingerprint(stack);
  const known = `/api/v1/plugins/${scene.plugin}`;
  const limitOf = async (ip: string) => (await stack.request(known, { ip })).headers.get("ratelimit");
  for (const [index, limiter] of WAYS_TRIED.entries()) {
    for (const time of [1, 2]) judge.holds((await limitOf("203.0.113.1")) !== null, `read ${time} tells no limit`);
    await stack.set({ limiter });
    const told = await limitOf(`203.0.113.${2 + index}`);
    judge.holds(told === null, `the limiter ${limiter}: who comes is told what another has left, ${told}`);
    for (const seen of await volley(stack.url, reads, { query: `unlimited=${limiter}`, atOnce: AT_ONCE[limiter] }))
      judge.expects(`the limiter ${limiter}`, seen, first.get(seen.request)!);
    for (const seen of await volley(stack.url, writes, { atOnce: AT_ONCE[limiter] }))
      judge.expects(`the limiter ${limiter}, a change`, seen, { unavailable: "limiter_unavailable" });
    await stack.set({ limiter: "here" });
  }
  expect(await fingerprint(stack)).toEqual(before);
  judge.ends();
});

proves("download counter away: nothing is downloaded uncounted", async (tally) => {
  const judge = new Judge(tally);
  for (const counter of WAYS_TRIED) {
    await stack.set({ counter });
    for (const seen of await volley(stack.url, reads.filter(isDownload)))
      judge.expects(`the counter ${counter}`, seen, { unavailable: "counter_unavailable" });
  }
  judge.ends();
});

const LEAVING = times({ proof: 40, test: 4 });
const PROMPT_MS = 2_000;

async function downloadAndLeave(path: string, afterMs: number): Promise<void> {
  const { leave } = sendToAbandon(stack.url, { path });
  await setTimeout(afterMs);
  leave();
}

proves(
  "download counter slow: who downloads waits for nobody who has left, though they share its calls",
  async (tally) => {
    const judge = new Judge(tally);
    const name = unique("slow");
    await scene.people.owner.publishes(name, "1.0.0");
    const path = `/dl/${name}/${name}-1.0.0.wasm`;
    await expect.poll(async () => (await stack.request(path)).headers.get("server-timing")).toContain(`desc="0"`);
    await stack.set({ counter: "slow" });
    const stay = async () => {
      const started = performance.now();
      const { status } = await stack.request(path);
      const ms = Math.round(performance.now() - started);
      judge.holds(status === 200 && ms < PROMPT_MS, `a download answered ${status} after ${ms} ms`);
    };
    for (let time = 0; time < LEAVING; time += 1) {
      // One calls the counter, the next is to call it after that; both leave meanwhile.
      const leaving = downloadAndLeave(path, 150);
      await setTimeout(50);
      const next = downloadAndLeave(path, 100);
      await setTimeout(50);
      await Promise.all([leaving, next, stay(), stay(), stay()]);
    }
    judge.ends();
  },
);

const COLD_MS = 5_000;
const COLD_AT_ONCE = 32;
const isWrite = (query: string) => /\b(?:insert into|update|delete from)\b/i.test(query);
/** Each is another token, with a secret of its own: no program asks for one again by itself (`SEND_AGAIN` of the command line). */
const isMadeAnew = (path: string) => path.endsWith("/tokens");

/** The database starts: what changes something waits until it has, even when nobody waits for it any more. @returns what arrives then */
function startDatabase(): Promise<unknown>[] {
  const started = setTimeout(COLD_MS);
  const arriving: Promise<unknown>[] = [];
  stack.sqlEndpoint.onRequest = async ({ queries, execute }) => {
    if (!queries.some(isWrite)) return undefined;
    await started;
    arriving.push(execute().catch(() => undefined));
    return undefined;
  };
  return arriving;
}

/** As a client does: until it is answered. @returns what came last */
async function askAgain(judge: Judge, requests: AllowedRequest[], tries = 5): Promise<Seen[]> {
  const seen = await volley(stack.url, requests, { atOnce: COLD_AT_ONCE });
  const failed = seen.filter(({ status }) => status >= 500);
  for (const { request, status, retryAfter } of failed)
    judge.holds(status === 503 && retryAfter !== null, `${request.what}: ${status}, Retry-After ${retryAfter}`);
  if (failed.length === 0 || tries === 0) return seen;
  return [...seen.filter(({ status }) => status < 500), ...(await askAgain(judge, requestsOf(failed), tries - 1))];
}

proves("Postgres starting for five seconds: who asks again has changed it once", async (tally) => {
  const judge = new Judge(tally);
  const routes = ROUTES.filter((route) => !isRead(route) && route.path !== "/logout" && !isMadeAnew(route.path));
  const cases = routes.flatMap((route) => [RULES[route.key]!].flat().map((rule) => ({ route, rule })));
  const chosen = picked(cases, times({ proof: Infinity, test: 6 }), seed);
  let repeated = 0;
  for (let at = 0; at < chosen.length; at += COLD_AT_ONCE) {
    const prepared = await pMap(chosen.slice(at, at + COLD_AT_ONCE), prepare, { concurrency: 4 });
    const arriving = startDatabase();
    const answers = await askAgain(judge, requestsOf(prepared));
    stack.sqlEndpoint.onRequest = undefined;
    await Promise.all(arriving);
    repeated += arriving.length;
    for (const { request, status } of answers) judge.holds(status < 500, `${request.what}: ${status} at last`);
    for (const { own, request, before } of prepared) {
      const changes = (await changesIn(own)) - before;
      judge.holds(changes === (request.rule.changes ?? 1), `${request.what}: ${changes} changes`);
    }
  }
  judge.ends(`${chosen.length} changes, sent ${repeated} times`);
});

/** A change, in a scene where it is one. */
async function prepare({ route, rule }: { route: Route; rule: Rule }) {
  const own = await newScene(stack, { crowded: false });
  await rule.prepare?.(own);
  const request = (await allowedRequests(own, [route])).find((each) => each.rule === rule)!;
  return { own, request, before: await changesIn(own) };
}
