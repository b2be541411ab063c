import { afterAll, beforeAll, expect, test } from "vitest";
import type { Calls } from "../scripts/bench/worker/counting/index.ts";
import { operations } from "../src/contract/openapi/index.ts";
import type { Operation } from "../src/contract/openapi/operation.ts";
import { buildVariant } from "./support/build-worker.ts";
import { wasmModule } from "./support/modules.ts";
import { publishBody, somebody, unique } from "./support/people.ts";
import { api, tableOfReads, tableOfWrites, type World } from "./support/requests.ts";
import { type PrivateStack, startStack } from "./support/stack.ts";
import { randomAddress } from "./routes/http/support.ts";
import type { Requester } from "./support/http.ts";
import { announce, announces, complete, put } from "./support/uploads.ts";

/**
 * Calls of Durable Objects and of R2, where they are not what most routes take: one call, of the limiter, and none. Writes with a
 * limit of their own ask for it too, a file is counted, and a publication stores module and package.
 */
const inMost = { objects: 1, r2: 0 };
const readsOne = { objects: 1, r2: 1 };
const beyondSql: Record<string, { objects: number; r2: number }> = {
  health: { objects: 0, r2: 0 },
  ready: readsOne,
  getSbom: readsOne,
  getSbomSignature: readsOne,
  downloadVersion: { objects: 2, r2: 1 },
  downloadFile: { objects: 2, r2: 1 },
  publish: { objects: 2, r2: 2 },
  publishPackage: { objects: 2, r2: 2 },
  completeUpload: { objects: 2, r2: 3 },
  ...Object.fromEntries(
    ["yank", "unyank", "createReview", "vote", "withdrawVote", "login"].map((id) => [id, { objects: 2, r2: 0 }]),
  ),
};
const table = { ...tableOfReads, ...tableOfWrites };
let stack: PrivateStack;
let world: World;
let variant: Awaited<ReturnType<typeof buildVariant>>;

beforeAll(async () => {
  // Downloads are written by the counter when it likes: not while requests are being counted.
  variant = await buildVariant("scripts/bench/worker/counting/index.ts");
  stack = await startStack({ workerDir: variant.workerDir, vars: { DOWNLOAD_FLUSH_SECONDS: 600 } });
  const [owner, other, admin] = await Promise.all([
    somebody(stack),
    somebody(stack),
    somebody(stack, { isAdmin: true }),
  ]);
  const plugin = async () => {
    const name = unique("plugin");
    await owner.publishes(name);
    return name;
  };
  const reviewed = async () => {
    const name = await plugin();
    const id = await other.reviews(name, 5);
    return { name, id, path: `${api}/plugins/${name}/reviews/${id}` };
  };
  // One call of the limiter pays for several reads of a visitor; of one who was not here before, this is the first.
  const request: Requester = (path, options) => stack.request(path, { ip: randomAddress(), ...options });
  world = { stack: { ...stack, request }, owner, other, admin, plugin, reviewed };
});

afterAll(async () => {
  await stack?.close();
  await variant?.remove();
});

interface Counted {
  ok: boolean;
  sql: number;
  /** What the answer says of it. */
  reported: string | null;
}

/** What the Worker has called since it was last asked. */
async function callsSince({ url }: PrivateStack = stack): Promise<Calls> {
  const response = await fetch(new URL("/calls", url));
  return (await response.json()) as Calls;
}

async function roundTripsOf(ask: () => Promise<Response>): Promise<Counted> {
  await callsSince();
  stack.sqlEndpoint.roundTrips.length = 0;
  const response = await ask();
  await response.arrayBuffer();
  const reported = /desc="(\d+)"/.exec(response.headers.get("server-timing") ?? "")?.[1] ?? null;
  return { ok: response.ok, sql: stack.sqlEndpoint.roundTrips.length, reported };
}

test("every route has a row, and every row a route", () => {
  expect(Object.keys(table).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
});

test.for(operations.map((operation) => [operation.id, table[operation.id]?.[0] ?? Number.NaN] as const))(
  "%s takes %i",
  async ([id, sql]) => {
    const ask = await table[id]![1](world);
    expect(await roundTripsOf(ask)).toEqual({ ok: true, sql, reported: `${sql}` });
    expect(await callsSince()).toEqual({ sql, ...(beyondSql[id] ?? inMost) });
  },
);

test("a file that is known here is sent with one call of an object for ten visits and one for each to count, and neither SQL nor R2", async () => {
  const edge = await startStack({
    workerDir: variant.workerDir,
    vars: { DOWNLOAD_FLUSH_SECONDS: 600, EDGE_CACHE_SECONDS: 60 },
  });
  const name = unique("plugin");
  await (await somebody(edge)).publishes(name);
  const counted: Calls[] = [];
  for (let time = 0; time < 2; time += 1) {
    await callsSince(edge);
    const response = await edge.request(`/dl/${name}/${name}-1.0.0.wasm`);
    await response.arrayBuffer();
    counted.push(await callsSince(edge));
  }
  await edge.close();
  expect(counted).toEqual([
    { sql: 1, objects: 2, r2: 1 },
    { sql: 0, objects: 1, r2: 0 },
  ]);
});

test("with the limits of production a client's reads call the limiter 23 times, and who is known to be blocked does not at all", async () => {
  const strict = await startStack({ workerDir: variant.workerDir, vars: { RATE_LIMIT_MULTIPLIER: 1 } });
  const ask = async () => (await strict.request(`${api}/stats`, { ip: "192.0.2.50" })).status;
  await callsSince(strict);
  let reads = 0;
  while ((await ask()) !== 429) reads += 1;
  const refused = await callsSince(strict);
  const again = await ask();
  const blocked = await callsSince(strict);
  await strict.close();
  expect([reads, refused.objects]).toEqual([60, 23 + 1]);
  expect([again, blocked]).toEqual([429, { sql: 0, objects: 0, r2: 0 }]);
});

const isRead = ({ id, method }: Operation) =>
  method === "get" || method === "head" || id === "searchPlugins" || id === "resolve";

const auditRows = async () => Number((await stack.sql`select count(*) as rows from audit_log`)[0]!["rows"]);

/** How many rows a request leaves in the audit log: one where it changes something. Signing in changes nothing. */
const changes = (operation: Operation) => (isRead(operation) || operation.id === "login" ? 0 : 1);
/** What is a change each time: there is another token afterwards. */
const neverRepeats = new Set(["createToken"]);

test.for(operations.map((operation) => [operation.id, operation] as const))(
  "%s writes one row to the audit log if it changes something, and none when it is repeated",
  async ([id, operation]) => {
    const ask = await table[id]![1](world);
    const before = await auditRows();
    expect((await ask()).ok).toBe(true);
    const once = await auditRows();
    await ask();
    expect([once - before, (await auditRows()) - once]).toEqual([changes(operation), neverRepeats.has(id) ? 1 : 0]);
  },
);
const most: [what: string, limit: number, applies: (operation: Operation) => boolean][] = [
  ["a public read", 1, (operation) => operation.access === "public" && isRead(operation)],
  ["a signed-in read", 2, (operation) => isRead(operation)],
  ["publishing", 3, ({ id }) => id.startsWith("publish")],
];

test.for(most)("%s takes at most %i", ([, limit, applies]) => {
  const counts = operations.filter(applies).map(({ id }) => [id, table[id]?.[0]] as const);
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.filter(([, sql]) => sql === undefined || sql > limit)).toEqual([]);
});

test("a public read takes at most two for somebody who is signed in", async () => {
  const name = await world.plugin();
  const reads = ["", "/versions", "/versions/1.0.0", "/versions/1.0.0/download", "/badges", "/reviews", "/owners"];
  for (const path of reads.map((suffix) => `${api}/plugins/${name}${suffix}`)) {
    expect([path, await roundTripsOf(() => world.other.request(path))]).toEqual([
      path,
      { ok: true, sql: 2, reported: "2" },
    ]);
  }
});

test("publishing these very bytes again takes two", async () => {
  const json = await publishBody(unique("plugin"), "1.0.0");
  const publish = () => world.owner.request(`${api}/plugins/publish`, { json });
  await publish();
  expect(await roundTripsOf(publish)).toEqual({ ok: true, sql: 2, reported: "2" });
});

test("announcing an upload takes three, completing it once more two", async () => {
  const [name, module] = [unique("plugin"), await wasmModule("an upload")];
  expect(await roundTripsOf(() => announce(world.owner, name, module))).toEqual({ ok: true, sql: 3, reported: "3" });
  const ticket = await announces(world.owner, name, module);
  await put(ticket, module);
  await complete(world.owner, ticket);
  expect(await roundTripsOf(() => complete(world.owner, ticket))).toEqual({ ok: true, sql: 2, reported: "2" });
});
