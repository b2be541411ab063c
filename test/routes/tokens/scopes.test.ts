import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { operations } from "../../../src/contract/openapi/index.ts";
import { type Scope, SCOPES } from "../../../src/lib/scopes.ts";
import { answer, refusal } from "../../support/answers.ts";
import type { RequestOptions } from "../../support/http.ts";
import { wasmModule } from "../../support/modules.ts";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { newKey } from "../../support/signing.ts";
import { shared } from "../../support/stack.ts";
import { announces, put } from "../../support/uploads.ts";

const stack = shared();
let holder: Person;
let other: Person;
beforeAll(async () => {
  [holder, other] = await Promise.all([somebody(stack), somebody(stack)]);
});

/** Something that the holder of a token may do, and has prepared so that it succeeds. */
interface Call {
  plugin: string;
  path: string;
  options: RequestOptions;
}
interface Verb {
  operation: string;
  scope: Scope;
  prepare: () => Promise<Call>;
}

const at = (plugin: string, rest: string, options: RequestOptions): Call => ({
  plugin,
  path: `/api/v1/plugins/${plugin}${rest}`,
  options,
});

async function pluginOf(owner: Person): Promise<string> {
  const plugin = unique("scoped");
  await owner.publishes(plugin);
  return plugin;
}

async function publication(plugin: string, version: string): Promise<Call> {
  return { plugin, path: "/api/v1/plugins/publish", options: { json: await publishBody(plugin, version) } };
}

async function packaged(plugin: string, version: string): Promise<Call> {
  const yaml = `plugin: { id: ${plugin}, version: ${version}, name: Scoped, description: A package, types: [auth], license: MIT }`;
  const zip = zipSync({ "plugin.yaml": strToU8(yaml), "plugin.wasm": await wasmModule(plugin) });
  const body = new FormData();
  body.set("name", plugin);
  body.set("version", version);
  body.set("package", new File([zip], "plugin.zip", { type: "application/zip" }));
  return { plugin, path: "/api/v1/plugins", options: { method: "POST", body } };
}

async function uploaded(plugin: string): Promise<Call> {
  const module = await wasmModule(`${plugin} uploaded`);
  const ticket = await announces(holder, plugin, module, { version: "2.0.0" });
  await put(ticket, module);
  return { plugin, path: `/api/v1/uploads/${ticket.upload_id}/complete`, options: { method: "POST" } };
}

async function reviewBy(reviewer: Person, plugin: string): Promise<string> {
  return `/reviews/${await reviewer.reviews(plugin, 4)}`;
}

const VERBS: Verb[] = [
  { operation: "publish", scope: "publish:new", prepare: () => publication(unique("scoped"), "1.0.0") },
  {
    operation: "publish",
    scope: "publish:update",
    prepare: async () => publication(await pluginOf(holder), "1.1.0"),
  },
  { operation: "publishPackage", scope: "publish:new", prepare: () => packaged(unique("scoped"), "1.0.0") },
  {
    operation: "publishPackage",
    scope: "publish:update",
    prepare: async () => packaged(await pluginOf(holder), "1.1.0"),
  },
  { operation: "completeUpload", scope: "publish:new", prepare: () => uploaded(unique("scoped")) },
  { operation: "completeUpload", scope: "publish:update", prepare: async () => uploaded(await pluginOf(holder)) },
  {
    operation: "deprecate",
    scope: "publish:update",
    prepare: async () => at(await pluginOf(holder), "/deprecation", { method: "PUT", json: { message: "Old" } }),
  },
  {
    operation: "yank",
    scope: "yank",
    prepare: async () => at(await pluginOf(holder), "/versions/1.0.0/yank", { method: "DELETE" }),
  },
  {
    operation: "unyank",
    scope: "yank",
    prepare: async () => at(await pluginOf(holder), "/versions/1.0.0/unyank", { method: "PUT" }),
  },
  {
    operation: "addOwner",
    scope: "owners",
    prepare: async () => at(await pluginOf(holder), `/owners/${other.username}`, { method: "PUT" }),
  },
  {
    operation: "removeOwner",
    scope: "owners",
    prepare: async () => {
      const call = at(await pluginOf(holder), `/owners/${other.username}`, { method: "DELETE" });
      expect((await holder.request(call.path, { method: "PUT" })).status).toBe(200);
      return call;
    },
  },
  {
    operation: "createReview",
    scope: "review",
    prepare: async () => {
      const json = { version: "1.0.0", rating: 4, comment: "It did what it says it does." };
      return at(await pluginOf(other), "/reviews", { json });
    },
  },
  {
    operation: "editReview",
    scope: "review",
    prepare: async () => {
      const plugin = await pluginOf(other);
      return at(plugin, await reviewBy(holder, plugin), { method: "PATCH", json: { rating: 2 } });
    },
  },
  {
    operation: "deleteReview",
    scope: "review",
    prepare: async () => {
      const plugin = await pluginOf(other);
      return at(plugin, await reviewBy(holder, plugin), { method: "DELETE" });
    },
  },
  {
    operation: "vote",
    scope: "review",
    prepare: async () => {
      const plugin = await pluginOf(holder);
      return at(plugin, `${await reviewBy(other, plugin)}/vote`, { json: { helpful: true } });
    },
  },
  {
    operation: "withdrawVote",
    scope: "review",
    prepare: async () => {
      const plugin = await pluginOf(holder);
      const call = at(plugin, `${await reviewBy(other, plugin)}/vote`, { method: "DELETE" });
      await holder.request(call.path, { json: { helpful: true } });
      return call;
    },
  },
  {
    operation: "respondToReview",
    scope: "review",
    prepare: async () => {
      const plugin = await pluginOf(holder);
      return at(plugin, `${await reviewBy(other, plugin)}/response`, { method: "PUT", json: { text: "Thank you" } });
    },
  },
];

async function tokenFor(scopes: Scope[], plugins?: string[]): Promise<{ id: string; token: string }> {
  const { status, body } = await answer(holder.request("/api/v1/tokens", { json: { name: "ci", scopes, plugins } }));
  expect(status).toBe(201);
  return body;
}

describe("a token", () => {
  test.for(VERBS)("for $operation needs $scope, its plugin, and its time", async ({ scope, prepare }) => {
    const { plugin, path, options } = await prepare();
    const by = (token: string) => answer(stack.request(path, { token, ...options }));

    const others = await tokenFor(SCOPES.filter((each) => each !== scope));
    const lacking = await by(others.token);
    expect(lacking).toEqual(refusal(403, "missing_scope"));
    expect(lacking.body.error).toContain(`'${scope}'`);

    const elsewhere = await by((await tokenFor([scope], ["elsewhere-*"])).token);
    expect(elsewhere).toEqual(refusal(403, "plugin_outside_token"));
    expect(elsewhere.body.error).toContain("elsewhere-*");

    const right = await tokenFor([scope], ["elsewhere-*", `${plugin.slice(0, -2)}*`]);
    await stack.sql`update api_tokens set expires_at = now() - interval '1 second' where id = ${right.id}`;
    expect(await by(right.token)).toEqual(refusal(401, "invalid_token"));
    await stack.sql`update api_tokens set expires_at = now() + interval '1 minute' where id = ${right.id}`;
    const allowed = await by(right.token);
    expect([200, 201], JSON.stringify(allowed)).toContain(allowed.status);
  });

  test("is tried at every route that changes something for whoever is signed in", () => {
    const changing = operations.filter(({ access, method }) => access === "user" && method !== "get");
    expect(new Set(VERBS.map(({ operation }) => operation))).toEqual(new Set(changing.map(({ id }) => id)));
  });

  const closed = operations.filter(({ access }) => access === "session" || access === "admin");

  test.for(closed)("of an administrator with every scope is refused at $id: $method $path", async (operation) => {
    const admin = await somebody(stack, { isAdmin: true });
    const json = { name: "all", scopes: SCOPES };
    const { body: created } = await answer(admin.request("/api/v1/tokens", { json }));
    const path = operation.path
      .replace("{id}", holder.id)
      .replace("{name}", "some-plugin")
      .replace("{key_id}", "0".repeat(64));
    const options = operation.body ? { json: bodies[operation.id] } : {};
    const method = operation.method.toUpperCase();
    const refused = await answer(stack.request(path, { token: created.token, ...options, method }));
    expect(refused).toEqual(refusal(403, "session_required"));
  });

  /** Valid ones, so that nothing but the token is in the way. */
  const bodies: Record<string, unknown> = {
    createToken: { name: "more", scopes: ["yank"] },
    addSigningKey: { name: "CI", public_key: newKey().publicKey },
    changePassword: { current_password: "correct horse", new_password: "another horse" },
    verifyPlugin: { verified: true },
    takeDownPlugin: { reason: "Complaints" },
  };
});
