import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique, uniqueWord } from "../../support/people.ts";
import { expectCountsToHold } from "../../support/recount.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

let stack: PrivateStack;
let author: Person;
let admin: Person;
beforeAll(async () => {
  stack = await startStack();
  [author, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
});
afterAll(() => stack.close());

/** By an order other than relevance, and with a page that is full, so that not all that is found is at hand. */
const totalOf = async (query: string): Promise<number> =>
  (await answer(stack.request(`/api/v1/plugins?q=${query}&sort=name&per_page=2`))).body.total;

test("the total of a word follows publications, new descriptions, yanks, takedowns and restorations at once", async () => {
  const word = uniqueWord();
  const names = Array.from({ length: 9 }, () => unique("total"));
  await Promise.all(names.map((name) => author.publishes(name, "1.0.0", { description: `It is about ${word}` })));
  expect(await totalOf(word)).toBe(9);

  const [first = "", second = ""] = names;
  await author.publishes(first, "1.1.0", { description: "It is about something else" });
  expect(await totalOf(word)).toBe(8);
  await author.publishes(second, "1.1.0", { description: `It is about ${word} and ${word}, still` });
  expect(await totalOf(word)).toBe(8);
  await stack.runsCron("17 * * * *");
  expect(await totalOf(word)).toBe(8);
  await author.request(`/api/v1/plugins/${first}/versions/1.1.0/yank`, { method: "DELETE" });
  expect(await totalOf(word)).toBe(9);

  const takedown = (verb: string) =>
    admin.request(`/api/v1/admin/plugins/${second}/${verb}`, { json: { reason: "A test" } });
  expect((await takedown("takedown")).status).toBe(200);
  expect(await totalOf(word)).toBe(8);
  expect((await takedown("restore")).status).toBe(200);
  expect(await totalOf(word)).toBe(9);
  await stack.runsCron("17 * * * *");
  expect(await totalOf(word)).toBe(9);
  await expectCountsToHold(stack);
});

test("a plain word of a query is one word to Postgres, or none, and never an operator", async () => {
  const words = fc.sample(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,20}$/), 5_000);
  const wrong = await stack.sql`
    select word from unnest(${[...words, "or", "OR", "and", "not", "the", "e5", "v1", "x0f"]}::text[]) word,
      websearch_to_tsquery('pg_catalog.english', word) query
    where numnode(query) > 1 or btrim(query::text, '''') <> array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', word)), ' ')`;
  expect(wrong).toEqual([]);
});
