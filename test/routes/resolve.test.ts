import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, invalid, refusal } from "../support/answers.ts";
import { type Person, somebody } from "../support/people.ts";
import { insertRegistry } from "../support/registry.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

const REGISTRY = `
  auth-jwt 1.9.0: template-crypto ^1
  auth-jwt 2.0.0: template-crypto ^2
  auth-jwt 2.1.0: template-crypto ^2
  auth-jwt 3.0.0-rc.1: template-crypto ^2
  oauth-suite 1.4.0: template-crypto ~1.0
  template-crypto 1.0.3
  template-crypto 1.1.0 yanked
  template-crypto 2.0.0
  template-crypto 2.1.0 mockforge 0.9.0
  chicken 1.0.0: egg *; yolk ^1
  egg 1.0.0: chicken ^1
  yolk 1.0.0
  hidden 1.0.0
  needs-hidden 1.0.0: hidden ^1
  retired 1.0.0 yanked
  retired 1.1.0 yanked`;

let stack: PrivateStack;
let author: Person;

beforeAll(async () => {
  stack = await startStack();
  author = await somebody(stack);
  await insertRegistry(stack.sql, author.id, REGISTRY);
  await stack.sql`update plugins set taken_down_at = now() where name = 'hidden'`;
});

afterAll(() => stack.close());

const post = (body: unknown, path = "/api/v1/resolve") => stack.request(path, { json: body });

/** `{ name: version }` of what is chosen, or why nothing is. */
async function outcome(plugins: Record<string, string>, more: Record<string, unknown> = {}) {
  const { status, body } = await answer(post({ plugins, ...more }));
  if (status !== 200) return `${body.code}: ${body.error}`;
  return Object.fromEntries(body.resolved.map(({ name, version }: Record<string, string>) => [name, version]));
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, "*"]));

describe("POST /api/v1/resolve", () => {
  test("one version of each plugin, with what an installation needs, in one round trip", async () => {
    stack.sqlEndpoint.roundTrips.length = 0;
    const { status, body } = await answer(post({ plugins: { "auth-jwt": "^1" } }));
    expect(stack.sqlEndpoint.roundTrips).toHaveLength(1);
    expect(status).toBe(200);
    expect(body.install_order).toEqual(["template-crypto", "auth-jwt"]);
    expect(body.resolved).toEqual([
      {
        name: "auth-jwt",
        version: "1.9.0",
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        size: 105,
        download_url: new URL("/dl/auth-jwt/auth-jwt-1.9.0.wasm", stack.url).href,
        package_url: new URL("/dl/auth-jwt/auth-jwt-1.9.0.zip", stack.url).href,
        dependencies: { "template-crypto": "^1" },
        yanked: false,
      },
      expect.objectContaining({ name: "template-crypto", version: "1.0.3", dependencies: {} }),
    ]);
  });

  test("the same versions as in the list of versions, with the same checksum and size", async () => {
    const { body } = await answer(post({ plugins: { "oauth-suite": "*" } }));
    for (const { name, version, ...rest } of body.resolved) {
      const entry = await answer(stack.request(`/api/v1/plugins/${name}/versions/${version}`));
      expect(entry.body).toMatchObject(rest);
    }
  });

  test("a lock is kept to, even where it is yanked", async () => {
    expect(await outcome({ "template-crypto": "^1" })).toEqual({ "template-crypto": "1.0.3" });
    const lock = { "template-crypto": "1.1.0", "auth-jwt": "2.0.0", unknown: "1.0.0" };
    expect(await outcome({ "template-crypto": "^1" }, { lock })).toEqual({ "template-crypto": "1.1.0" });
    expect(await outcome({ "auth-jwt": "^2" }, { lock })).toMatchObject({ "auth-jwt": "2.0.0" });
    const { body } = await answer(post({ plugins: { "template-crypto": "^1" }, lock }));
    expect(body.resolved).toMatchObject([{ yanked: true }]);
  });

  test("a prerelease only where it is asked for", async () => {
    expect(await outcome({ "auth-jwt": "*" })).toMatchObject({ "auth-jwt": "2.1.0" });
    expect(await outcome({ "auth-jwt": ">=3.0.0-rc" })).toMatchObject({ "auth-jwt": "3.0.0-rc.1" });
    expect(await outcome({ "auth-jwt": "^3" })).toBe(
      "unresolvable: No version of auth-jwt matches ^3; there are 3.0.0-rc.1, 2.1.0, 2.0.0 and 1.9.0",
    );
  });

  test("nothing that needs a newer MockForge than there is", async () => {
    expect(await outcome({ "template-crypto": "^2" })).toEqual({ "template-crypto": "2.1.0" });
    const old = { mockforge_version: "0.8.0" };
    expect(await outcome({ "template-crypto": "^2" }, old)).toEqual({ "template-crypto": "2.0.0" });
    expect(await outcome({ "template-crypto": "^2.1" }, old)).toBe(
      "unresolvable: You ask for template-crypto ^2.1, but template-crypto 2.1.0 needs MockForge 0.9.0 or newer",
    );
  });

  test("plugins that need each other are chosen and come together", async () => {
    const { body } = await answer(post({ plugins: { egg: "1" } }));
    expect(body.install_order).toEqual(["yolk", "chicken", "egg"]);
  });

  test("a conflict is told by who needs what", async () => {
    expect(await answer(post({ plugins: { "auth-jwt": "^2", "oauth-suite": "^1", yolk: "1" } }))).toEqual({
      status: 409,
      body: {
        code: "unresolvable",
        error: "auth-jwt ^2 needs template-crypto ^2, but oauth-suite 1.4.0 needs template-crypto ~1.0",
        request_id: expect.any(String),
      },
    });
    expect(await outcome({ retired: "*" })).toBe(
      "unresolvable: You ask for retired *, but retired 1.1.0 and 1.0.0 are yanked",
    );
  });

  test("what was taken down is as absent as what never was", async () => {
    const sentence = (name: string) => `unresolvable: There is no plugin '${name}'`;
    expect(await outcome({ hidden: "*" })).toBe(sentence("hidden"));
    expect(await outcome({ "never-was": "*" })).toBe(sentence("never-was"));
    expect(await outcome({ "needs-hidden": "*" })).toBe(
      "unresolvable: needs-hidden 1.0.0 needs hidden ^1, but there is no plugin 'hidden'",
    );
  });

  test("what was published a moment ago is chosen, and no longer once it is yanked", async () => {
    await author.publishes("fresh-base");
    await author.publishes("fresh", "1.0.0", { dependencies: { "fresh-base": "1" } });
    await author.publishes("fresh", "1.1.0", { dependencies: { "fresh-base": "1" } });
    expect(await outcome({ fresh: "1" })).toEqual({ fresh: "1.1.0", "fresh-base": "1.0.0" });
    const yanked = await author.request("/api/v1/plugins/fresh/versions/1.1.0/yank", { method: "DELETE" });
    expect(yanked.status).toBe(200);
    expect(await outcome({ fresh: "1" })).toEqual({ fresh: "1.0.0", "fresh-base": "1.0.0" });
  });

  test("requirements may have space around them", async () => {
    expect(await outcome({ "template-crypto": " >=1 , <2 " })).toEqual({ "template-crypto": "1.0.3" });
  });

  test("in camelCase only the names of fields change, both ways", async () => {
    const asked = { plugins: { "auth-jwt": "^1" }, mockforgeVersion: "0.8.0", lock: { "template-crypto": "1.0.3" } };
    const { status, body } = await answer(post(asked, "/camel/api/v1/resolve"));
    expect(status).toBe(200);
    expect(body.installOrder).toEqual(["template-crypto", "auth-jwt"]);
    expect(body.resolved[0]).toMatchObject({
      downloadUrl: expect.any(String),
      packageUrl: expect.any(String),
      dependencies: { "template-crypto": "^1" },
    });
    const both = { plugins: { "template-crypto": "^2" }, mockforgeVersion: "0.8.0" };
    expect((await answer(post(both))).body.resolved).toMatchObject([{ version: "2.0.0" }]);
  });

  test.for([
    ["nothing", {}, ["plugins"]],
    ["no plugin", { plugins: {} }, ["plugins"]],
    ["a list", { plugins: ["auth-jwt"] }, ["plugins"]],
    ["a number", { plugins: { "auth-jwt": 1 } }, ["plugins.auth-jwt"]],
    ["bad names", { plugins: { Auth: "*", "b b": "*" } }, ["plugins.Auth", "plugins.b b"]],
    ["bad requirements", { plugins: { a: "^1 || ^2", b: "" } }, ["plugins.a", "plugins.b"]],
    ["101 plugins", { plugins: many(101) }, ["plugins"]],
    ["a bad MockForge version", { plugins: { a: "*" }, mockforge_version: "0.9" }, ["mockforge_version"]],
    ["a bad lock", { plugins: { a: "*" }, lock: { a: "^1", "b b": "1.0.0" } }, ["lock.a", "lock.b b"]],
  ] as const)("%s is refused, naming every field that is wrong", async ([, body, paths]) => {
    expect(await answer(post(body))).toEqual(invalid(...paths));
  });

  test("null is as good as absent", async () => {
    expect(await outcome({ yolk: "*" }, { lock: null, mockforge_version: null })).toEqual({ yolk: "1.0.0" });
  });

  test("other media types, other methods and a missing database are answered as everywhere", async () => {
    expect((await stack.request("/api/v1/resolve", { method: "POST", body: "plugins" })).status).toBe(415);
    expect((await stack.request("/api/v1/resolve")).status).toBe(405);
    stack.sqlEndpoint.onRequest = async () => "reset";
    expect(await answer(post({ plugins: { yolk: "*" } }))).toEqual(refusal(503, "database_unavailable"));
    stack.sqlEndpoint.onRequest = undefined;
  });
});
