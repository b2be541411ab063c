import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, invalid, refusal } from "../../support/answers.ts";
import { somebody } from "../../support/people.ts";
import { insertRegistry } from "../../support/registry.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

const REGISTRY = `
  crypto 1.0.0
  lonely 1.0.0
  first 1.0.0: crypto ^1
  second 1.0.0
  second 2.0.0: crypto ~1.0; lonely *
  former 1.0.0: crypto ^1
  former 1.1.0
  coming 1.0.0
  coming 2.0.0-rc.1: crypto ^1
  withdrawn 1.0.0: crypto =1.0.0
  withdrawn 1.1.0 yanked
  hidden 1.0.0: crypto ^1`;

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startStack();
  const author = await somebody(stack);
  await insertRegistry(stack.sql, author.id, REGISTRY);
  await stack.sql`update plugins set taken_down_at = now() where name = 'hidden'`;
  await stack.sql`update plugins set downloads = 7 where name = 'withdrawn'`;
});

afterAll(() => stack.close());

const dependents = (name: string, query = "") => answer(stack.request(`/api/v1/plugins/${name}/dependents${query}`));

describe("GET /api/v1/plugins/:name/dependents", () => {
  test("plugins whose current version depends on it, the most downloaded first, in one round trip", async () => {
    stack.sqlEndpoint.roundTrips.length = 0;
    expect(await dependents("crypto")).toEqual({
      status: 200,
      body: {
        dependents: [
          {
            name: "withdrawn",
            version: "1.0.0",
            requirement: "=1.0.0",
            description: "The plugin withdrawn",
            downloads: 7,
          },
          { name: "first", version: "1.0.0", requirement: "^1", description: "The plugin first", downloads: 0 },
          { name: "second", version: "2.0.0", requirement: "~1.0", description: "The plugin second", downloads: 0 },
        ],
        total: 3,
        page: 0,
        per_page: 20,
      },
    });
    expect(stack.sqlEndpoint.roundTrips).toHaveLength(1);
  });

  test("pages do not overlap and leave nothing out", async () => {
    const names = [];
    for (const page of [0, 1, 2, 3]) {
      const { body } = await dependents("crypto", `?page=${page}&perPage=1`);
      expect(body).toMatchObject({ total: 3, page, per_page: 1 });
      names.push(...body.dependents.map(({ name }: { name: string }) => name));
    }
    expect(names).toEqual(["withdrawn", "first", "second"]);
  });

  test("of a plugin that nobody needs: none", async () => {
    expect((await dependents("first")).body).toMatchObject({ dependents: [], total: 0 });
  });

  test("of one that was taken down, or never was: not found, in the same words", async () => {
    const [hidden, never] = [await dependents("hidden"), await dependents("never-was")];
    expect([hidden, never]).toEqual([refusal(404, "plugin_not_found"), refusal(404, "plugin_not_found")]);
    expect(hidden.body.error.replace("hidden", "never-was")).toBe(never.body.error);
    expect(await dependents("No%20Name")).toEqual(refusal(404, "plugin_not_found"));
  });

  test("a page that is none, or too deep, is refused", async () => {
    expect(await dependents("crypto", "?page=-1&per_page=101")).toEqual(invalid("page", "per_page"));
    expect(await dependents("crypto", "?page=101&per_page=100")).toEqual(invalid("page"));
  });

  test("it is cacheable, and answers in camelCase under /camel", async () => {
    const response = await stack.request("/api/v1/plugins/crypto/dependents");
    const etag = response.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"\w+"$/);
    const again = await stack.request("/api/v1/plugins/crypto/dependents", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    const camel = await answer(stack.request("/camel/api/v1/plugins/crypto/dependents"));
    expect(camel.body).toMatchObject({ total: 3, perPage: 20 });
  });
});
