import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Calls } from "../scripts/bench/worker/counting/index.ts";
import { operations } from "../src/contract/openapi/index.ts";
import type { Operation } from "../src/contract/openapi/operation.ts";
import { buildWorker } from "./support/build-worker.ts";
import { wasmModule } from "./support/modules.ts";
import { packageOf, sendPackage } from "./support/packages.ts";
import { type Person, publishBody, somebody, unique } from "./support/people.ts";
import { keyOf, newKey, revoke, SIGNING_KEYS } from "./support/signing.ts";
import { type PrivateStack, startStack } from "./support/stack.ts";
import { announce, announces, complete, put } from "./support/uploads.ts";

/** What a row may ask for; everything it makes is its own. */
interface World {
  stack: PrivateStack;
  owner: Person;
  other: Person;
  admin: Person;
  /** A plugin of the owner with version 1.0.0. */
  plugin: () => Promise<string>;
  /** A plugin of the owner with a review of the other. */
  reviewed: () => Promise<{ name: string; id: string; path: string }>;
}

/** Prepares, without being counted, and returns the one request that is. */
type Row = (world: World) => Promise<() => Promise<Response>>;

const api = "/api/v1";
const password = "correct horse battery";
const newAccount = () => ({ username: unique("user"), email: `${unique("user")}@example.com`, password });

const read =
  (path: string, method = "GET"): Row =>
  async ({ stack, plugin }) => {
    const name = path.includes(":name") ? await plugin() : "";
    return () => stack.request(path.replaceAll(":name", name), { method });
  };

const by =
  (who: "owner" | "other" | "admin", method: string, path: string, json?: unknown): Row =>
  async (world) => {
    const name = path.includes(":name") ? await world.plugin() : "";
    return () => world[who].request(path.replaceAll(":name", name), { method, ...(json !== undefined && { json }) });
  };

const atReview =
  (who: "owner" | "other" | "admin", method: string, suffix: string, json?: unknown): Row =>
  async (world) => {
    const { path } = await world.reviewed();
    return () => world[who].request(`${path}${suffix}`, { method, ...(json !== undefined && { json }) });
  };

const attached =
  (part: string): Row =>
  async ({ stack, owner }) => {
    const name = unique("plugin");
    const files = { sbom: "made of", sbom_signature: "signed" };
    await sendPackage(owner, name, packageOf(name, await wasmModule(name)), { files });
    return () => stack.request(`${api}/plugins/${name}/versions/1.0.0/${part}`);
  };

const tableOfReads: Record<string, [sql: number, row: Row]> = {
  searchPlugins: [
    1,
    async ({ stack }) =>
      () =>
        stack.request(`${api}/plugins/search`, { json: { query: "jwt" } }),
  ],
  listPlugins: [1, read(`${api}/plugins?sort=rating&category=auth`)],
  suggestPlugins: [1, read(`${api}/plugins/suggest?q=jw`)],
  getPlugin: [1, read(`${api}/plugins/:name`)],
  listVersions: [1, read(`${api}/plugins/:name/versions`)],
  getVersion: [1, read(`${api}/plugins/:name/versions/^1`)],
  downloadVersion: [1, read(`${api}/plugins/:name/versions/1.0.0/download`)],
  getSbom: [1, attached("sbom")],
  getSbomSignature: [1, attached("sbom-signature")],
  checkVersion: [1, read(`${api}/plugins/:name/versions/1.0.0/download`, "HEAD")],
  downloadFile: [1, read("/dl/:name/:name-1.0.0.zip")],
  checkFile: [1, read("/dl/:name/:name-1.0.0.wasm", "HEAD")],
  getBadges: [1, read(`${api}/plugins/:name/badges`)],
  getReadmeBadge: [1, read("/badges/:name.svg?badge=rating")],
  getStats: [1, read(`${api}/stats`)],
  listOwners: [1, read(`${api}/plugins/:name/owners`)],
  listReviews: [1, read(`${api}/plugins/:name/reviews`)],
  listDependents: [1, read(`${api}/plugins/:name/dependents`)],
  getDownloads: [1, read(`${api}/plugins/:name/downloads`)],
  resolve: [
    1,
    async ({ stack, plugin }) => {
      const json = { plugins: { [await plugin()]: "^1" } };
      return () => stack.request(`${api}/resolve`, { json });
    },
  ],
  ready: [1, read("/health/ready")],
  health: [0, read("/health")],
  openApi: [0, read(`${api}/openapi.json`)],
  me: [1, by("other", "GET", `${api}/auth/me`)],
  listSigningKeys: [2, by("other", "GET", SIGNING_KEYS)],
  listTokens: [2, by("other", "GET", `${api}/tokens`)],
  adminStats: [2, by("admin", "GET", `${api}/admin/stats`)],
  listUsers: [2, by("admin", "GET", `${api}/admin/users?q=user`)],
  auditLog: [2, by("admin", "GET", `${api}/admin/audit-log?action=version.publish`)],
};

/** One of a write's round trips finds out who is asking. */
const tableOfWrites: Record<string, [sql: number, row: Row]> = {
  register: [
    1,
    async ({ stack }) =>
      () =>
        stack.request(`${api}/auth/register`, { json: newAccount() }),
  ],
  login: [
    1,
    async ({ stack }) => {
      const account = newAccount();
      await stack.request(`${api}/auth/register`, { json: account });
      return () => stack.request(`${api}/auth/login`, { json: account });
    },
  ],
  changePassword: [
    3,
    async ({ stack }) => {
      const registered = await stack.request(`${api}/auth/register`, { json: newAccount() });
      const { token } = (await registered.json()) as { token: string };
      const json = { current_password: password, new_password: `${password} staple` };
      return () => stack.request(`${api}/auth/password`, { token, json });
    },
  ],
  logOutEverywhere: [
    2,
    async ({ stack }) => {
      const leaver = await somebody(stack);
      return () => leaver.request(`${api}/auth/logout-all`, { method: "POST" });
    },
  ],
  createToken: [2, by("other", "POST", `${api}/tokens`, { name: "CI", scopes: ["review"] })],
  revokeToken: [
    2,
    async ({ other }) => {
      const created = await other.request(`${api}/tokens`, { json: { name: "CI", scopes: ["review"] } });
      const { id } = (await created.json()) as { id: string };
      return () => other.request(`${api}/tokens/${id}`, { method: "DELETE" });
    },
  ],
  addSigningKey: [2, by("other", "POST", SIGNING_KEYS, { name: "CI", public_key: newKey().publicKey })],
  revokeSigningKey: [
    2,
    async ({ other }) => {
      const key = await keyOf(other);
      return () => revoke(other, key);
    },
  ],
  publish: [
    3,
    async ({ owner }) => {
      const [body, key] = [await publishBody(unique("plugin"), "1.0.0"), await keyOf(owner)];
      const json = { ...body, signature: key.signs(body) };
      return () => owner.request(`${api}/plugins/publish`, { json });
    },
  ],
  publishPackage: [
    3,
    async ({ owner }) => {
      const name = unique("plugin");
      const zip = packageOf(name, await wasmModule(name));
      return () => sendPackage(owner, name, zip);
    },
  ],
  completeUpload: [
    4,
    async ({ owner }) => {
      const module = await wasmModule(unique("uploaded"));
      const ticket = await announces(owner, unique("plugin"), module);
      await put(ticket, module);
      return () => complete(owner, ticket);
    },
  ],
  yank: [2, by("owner", "DELETE", `${api}/plugins/:name/versions/1.0.0/yank`)],
  unyank: [2, by("owner", "PUT", `${api}/plugins/:name/versions/1.0.0/unyank`)],
  deprecate: [2, by("owner", "PUT", `${api}/plugins/:name/deprecation`, { message: "Use another one" })],
  addOwner: [
    2,
    async ({ owner, other, plugin }) => {
      const path = `${api}/plugins/${await plugin()}/owners/${other.username}`;
      return () => owner.request(path, { method: "PUT" });
    },
  ],
  removeOwner: [
    2,
    async ({ owner, other, plugin }) => {
      const path = `${api}/plugins/${await plugin()}/owners/${other.username}`;
      await owner.request(path, { method: "PUT" });
      return () => owner.request(path, { method: "DELETE" });
    },
  ],
  createReview: [
    2,
    async ({ other, plugin }) => {
      const name = await plugin();
      return () => other.review(name, 5);
    },
  ],
  editReview: [2, atReview("other", "PATCH", "", { rating: 4 })],
  deleteReview: [2, atReview("other", "DELETE", "")],
  vote: [3, atReview("owner", "POST", "/vote", { helpful: true })],
  withdrawVote: [3, atReview("owner", "DELETE", "/vote")],
  respondToReview: [2, atReview("owner", "PUT", "/response", { text: "Thank you" })],
  verifyPlugin: [2, by("admin", "POST", `${api}/admin/plugins/:name/verify`, { verified: true })],
  takeDownPlugin: [2, by("admin", "POST", `${api}/admin/plugins/:name/takedown`, { reason: "Harmful" })],
  restorePlugin: [2, by("admin", "POST", `${api}/admin/plugins/:name/restore`)],
  allowName: [2, by("admin", "POST", `${api}/admin/names/${unique("allowed")}/allow`)],
  suspendUser: [
    2,
    async ({ stack, admin }) => {
      const { id } = await somebody(stack);
      return () => admin.request(`${api}/admin/users/${id}/suspend`, { method: "POST" });
    },
  ],
  unsuspendUser: [
    2,
    async ({ stack, admin }) => {
      const { id } = await somebody(stack);
      return () => admin.request(`${api}/admin/users/${id}/unsuspend`, { method: "POST" });
    },
  ],
  removeReview: [
    2,
    async ({ admin, reviewed }) => {
      const { id } = await reviewed();
      return () => admin.request(`${api}/admin/reviews/${id}`, { method: "DELETE" });
    },
  ],
};

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
let workerDir: string;

beforeAll(async () => {
  // Downloads are written by the counter when it likes: not while requests are being counted.
  workerDir = await mkdtemp(join(tmpdir(), "mockforge-counting-"));
  await buildWorker(workerDir, "scripts/bench/worker/counting/index.ts");
  stack = await startStack({ workerDir, vars: { DOWNLOAD_FLUSH_SECONDS: 600 } });
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
  world = { stack, owner, other, admin, plugin, reviewed };
});

afterAll(async () => {
  await stack?.close();
  await rm(workerDir, { recursive: true, force: true });
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

test("a file that is known here is sent with two calls of objects, and neither SQL nor R2", async () => {
  const edge = await startStack({ workerDir, vars: { DOWNLOAD_FLUSH_SECONDS: 600, EDGE_CACHE_SECONDS: 60 } });
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
    { sql: 0, objects: 2, r2: 0 },
  ]);
});

test("who is known to be blocked costs no call at all", async () => {
  const strict = await startStack({ workerDir, vars: { RATE_LIMIT_MULTIPLIER: 0.05 } });
  const ask = () => strict.request(`${api}/stats`, { ip: "192.0.2.50" });
  while ((await ask()).status !== 429);
  await callsSince(strict);
  const again = await ask();
  const counted = await callsSince(strict);
  await strict.close();
  expect(again.status).toBe(429);
  expect(counted).toEqual({ sql: 0, objects: 0, r2: 0 });
});

const isRead = ({ id, method }: Operation) =>
  method === "get" || method === "head" || id === "searchPlugins" || id === "resolve";
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
