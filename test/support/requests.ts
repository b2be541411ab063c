import { wasmModule } from "./modules.ts";
import { packageOf, sendPackage } from "./packages.ts";
import { type Person, publishBody, somebody, unique } from "./people.ts";
import { keyOf, newKey, revoke, SIGNING_KEYS } from "./signing.ts";
import type { PrivateStack } from "./stack.ts";
import { announces, complete, put } from "./uploads.ts";

/** What a row may ask for; everything it makes is its own. */
export interface World {
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

export const api = "/api/v1";
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

export const tableOfReads: Record<string, [sql: number, row: Row]> = {
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
export const tableOfWrites: Record<string, [sql: number, row: Row]> = {
  register: [
    1,
    async ({ stack }) => {
      const json = newAccount();
      return () => stack.request(`${api}/auth/register`, { json });
    },
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
  addSigningKey: [
    2,
    async ({ other }) => {
      const json = { name: "CI", public_key: newKey().publicKey };
      return () => other.request(SIGNING_KEYS, { json });
    },
  ],
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
  unyank: [
    2,
    async ({ owner, plugin }) => {
      const path = `${api}/plugins/${await plugin()}/versions/1.0.0`;
      await owner.request(`${path}/yank`, { method: "DELETE" });
      return () => owner.request(`${path}/unyank`, { method: "PUT" });
    },
  ],
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
  withdrawVote: [
    3,
    async ({ owner, reviewed }) => {
      const path = `${(await reviewed()).path}/vote`;
      await owner.request(path, { json: { helpful: true } });
      return () => owner.request(path, { method: "DELETE" });
    },
  ],
  respondToReview: [2, atReview("owner", "PUT", "/response", { text: "Thank you" })],
  verifyPlugin: [2, by("admin", "POST", `${api}/admin/plugins/:name/verify`, { verified: true })],
  takeDownPlugin: [2, by("admin", "POST", `${api}/admin/plugins/:name/takedown`, { reason: "Harmful" })],
  restorePlugin: [
    2,
    async ({ admin, plugin }) => {
      const path = `${api}/admin/plugins/${await plugin()}`;
      await admin.request(`${path}/takedown`, { json: { reason: "Harmful" } });
      return () => admin.request(`${path}/restore`, { method: "POST" });
    },
  ],
  allowName: [
    2,
    async ({ admin }) => {
      const name = unique("allowed");
      return () => admin.request(`${api}/admin/names/${name}/allow`, { method: "POST" });
    },
  ],
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
      const path = `${api}/admin/users/${(await somebody(stack)).id}`;
      await admin.request(`${path}/suspend`, { method: "POST" });
      return () => admin.request(`${path}/unsuspend`, { method: "POST" });
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
