import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { somebody } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
  const author = await somebody(stack);
  const { sql } = stack;
  for (const name of ["aa", "bb", "cc", "dd"]) {
    await author.publishes(`order-${name}`, "1.0.0", { category: name === "dd" ? "auth" : "other", language: "rust" });
  }
  const set = (name: string, facts: string) => sql.query(`update plugins set ${facts} where name = 'order-${name}'`);
  await set("aa", "recent_downloads = 10, downloads = 900, rating_sum = 5, reviews_count = 1");
  await set("bb", "recent_downloads = 30, downloads = 100, rating_sum = 96, reviews_count = 20");
  await set(
    "cc",
    "recent_downloads = 20, downloads = 500, verified_at = now(), updated_at = now() + interval '2 hours'",
  );
  await set("dd", "recent_downloads = 10, downloads = 500, updated_at = now() + interval '1 hour'");
  await author.publishes("gone", "1.0.0", { language: "rust", tags: ["gone"], description: "order gone" });
  await set("gone", "downloads = 0");
  await sql`update plugins set taken_down_at = now(), downloads = 5000, recent_downloads = 5000 where name = 'gone'`;
});
afterAll(() => stack.close());

const search = (json: Record<string, unknown>) => answer(stack.request("/api/v1/plugins/search", { json }));
const orderOf = async (json: Record<string, unknown>) =>
  (await search(json)).body.plugins.map(({ name }: { name: string }) => name.replace("order-", "")).join(" ");

test.for<[string, string]>([
  ["popular", "bb cc aa dd"],
  ["downloads", "aa cc dd bb"],
  // One review of five stars is less than twenty of 4.8.
  ["rating", "bb aa cc dd"],
  ["recent", "cc dd bb aa"],
  ["name", "aa bb cc dd"],
  ["security", "cc bb aa dd"],
  ["relevance", "bb cc aa dd"],
])("sorted by %s, with words and without", async ([sort, order]) => {
  expect(await orderOf({ sort })).toBe(order);
  if (sort === "relevance") return;
  expect(await orderOf({ query: "order", sort })).toBe(order);
});

test("every order has pages that do not overlap", async () => {
  for (const sort of ["popular", "downloads", "rating", "recent", "name", "security", "relevance"]) {
    for (const query of [undefined, "order"]) {
      const pages = await Promise.all([0, 1, 2, 3].map((page) => orderOf({ query, sort, page, per_page: 1 })));
      expect(pages.join(" "), sort).toBe(await orderOf({ query, sort }));
    }
  }
});

test("the total of a listing is exact under every filter, and knows nothing of what was taken down", async () => {
  const totalOf = async (json: Record<string, unknown>) => (await search({ per_page: 1, ...json })).body.total;
  expect(await totalOf({})).toBe(4);
  expect(await totalOf({ category: "other" })).toBe(3);
  expect(await totalOf({ category: "auth" })).toBe(1);
  expect(await totalOf({ category: "datasource" })).toBe(0);
  expect(await totalOf({ language: "rust" })).toBe(4);
  expect(await totalOf({ language: "rust", category: "auth" })).toBe(1);
  expect(await totalOf({ tags: ["gone"] })).toBe(0);
  expect(await totalOf({ query: "order" })).toBe(4);
  expect(await totalOf({ query: "gone" })).toBe(0);
  expect(await totalOf({ page: 50, per_page: 100 })).toBe(4);
});
