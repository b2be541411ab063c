import { beforeAll, expect, test } from "vitest";
import { answer, invalid } from "../../support/answers.ts";
import { type Person, somebody, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
beforeAll(async () => {
  author = await somebody(stack);
});

const suggest = async (q: string) =>
  (await answer(request(`/api/v1/plugins/suggest?q=${encodeURIComponent(q)}`))).body.suggestions;

test("names that begin with what was typed come first, the most downloaded before the others", async () => {
  const word = uniqueWord();
  const [a, b, similar] = [`${word}-aaa`, `${word}-bbb`, `x${word}-ccc`];
  for (const name of [a, b, similar]) await author.publishes(name);
  await sql`update plugins set downloads = 10 where name = ${b}`;
  await sql`update plugins set downloads = 20 where name = ${similar}`;
  expect(await suggest(word)).toEqual([b, a, similar]);
  expect(await suggest(word.toUpperCase())).toEqual([b, a, similar]);
  expect(await suggest(`${word} b`)).toEqual(expect.arrayContaining([b]));
  expect((await suggest(`${word}_b`))[0]).toBe(b);
});

test("a misspelt name is suggested in its right spelling", async () => {
  const name = `${uniqueWord()}-template`;
  await author.publishes(name);
  expect(await suggest(name.replace("template", "tempalte"))).toEqual([name]);
});

test("a name is suggested before its last word is complete, whatever slip is in the others", async () => {
  const word = uniqueWord();
  const name = `${word}-template-rs`;
  await author.publishes(name);
  const slipped = word.replace(/^(...)(.)(.)/, "$1$3$2");
  for (const typed of [`${slipped}-tem`, `${slipped} templat`, `${slipped}-rs-temp`, `${word}template`]) {
    expect([typed, await suggest(typed)]).toEqual([typed, [name]]);
  }
});

test("what was taken down is not suggested by a misspelt name either", async () => {
  const name = `${uniqueWord()}-hidden`;
  await author.publishes(name);
  const typed = name.replace("hidden", "hiden");
  expect(await suggest(typed)).toEqual([name]);
  await sql`update plugins set taken_down_at = now(), takedown_reason = 'for this test' where name = ${name}`;
  expect(await suggest(`${typed}-`)).toEqual([]);
});

test("at most eight names are suggested", async () => {
  const word = uniqueWord();
  for (let index = 0; index < 9; index += 1) await author.publishes(`${word}-${index}`);
  const names = await suggest(word);
  expect(names).toHaveLength(8);
  expect(names).toEqual(Array.from({ length: 8 }, (_, index) => `${word}-${index}`));
});

test("nothing like it, nothing suggested", async () => {
  expect(await suggest(uniqueWord())).toEqual([]);
  expect(await suggest("🦀")).toEqual([]);
  expect(await suggest("%")).toEqual([]);
});

test("what was typed must have 1 to 50 characters", async () => {
  expect(await answer(request("/api/v1/plugins/suggest"))).toEqual(invalid("q"));
  expect(await answer(request("/api/v1/plugins/suggest?q="))).toEqual(invalid("q"));
  expect(await answer(request(`/api/v1/plugins/suggest?q=${"x".repeat(51)}`))).toEqual(invalid("q"));
});
