import { beforeAll, expect, test } from "vitest";
import { answer, aTime, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
beforeAll(async () => {
  author = await somebody(stack);
});

const search = (json: Record<string, unknown>) => answer(request("/api/v1/plugins/search", { json }));
const list = (parameters: Record<string, string>) =>
  answer(request(`/api/v1/plugins?${new URLSearchParams(parameters)}`));
const namesOf = ({ body }: { body: { plugins: { name: string }[] } }) => body.plugins.map(({ name }) => name);

test("a search answers plugins with their current version and the page it is", async () => {
  const name = unique("found");
  await author.publishes(name, "1.0.0");
  await author.publishes(name, "1.1.0", { category: "auth", tags: ["jwt"], language: "rust" });
  const found = await search({ query: name });
  expect(found).toEqual({
    status: 200,
    body: {
      plugins: [
        expect.objectContaining({
          name,
          version: "1.1.0",
          category: "auth",
          tags: ["jwt"],
          language: "rust",
          author: expect.objectContaining({ name: author.username, email: null }),
          owners: [author.username],
          downloads: 0,
          rating: 0,
          badges: ["maintained"],
          updated_at: aTime,
        }),
      ],
      total: 1,
      page: 0,
      per_page: 20,
    },
  });
  expect(found.body.plugins[0].versions[0]).toMatchObject({ version: "1.1.0", dependencies: {} });
  expect(JSON.stringify(found.body)).not.toContain("@example.com");
});

test("a plugin is found by its name, its tags and the words of its description, in that order", async () => {
  const word = uniqueWord();
  const [byName, byTag, byDescription] = [`${word}-x`, unique("tagged"), unique("described")];
  await author.publishes(byDescription, "1.0.0", { description: `It is about ${word}, mostly` });
  await author.publishes(byTag, "1.0.0", { tags: [word] });
  await author.publishes(byName);
  expect(namesOf(await search({ query: word }))).toEqual([byName, byTag, byDescription]);
  expect(namesOf(await search({ query: word.toUpperCase() }))).toEqual([byName, byTag, byDescription]);
});

test("words are found in their other forms, and all of them must be there", async () => {
  const [word, other] = [uniqueWord(), uniqueWord()];
  const name = unique("words");
  await author.publishes(name, "1.0.0", { description: `${word} authenticates requests` });
  expect(namesOf(await search({ query: `${word} authentication request` }))).toEqual([name]);
  expect(namesOf(await search({ query: `${word} ${other}` }))).toEqual([]);
});

test("the plugin of that very name comes first, however much the others are used", async () => {
  const word = uniqueWord();
  const [exact, popular] = [`${word}-core`, `${word}-core-extra`];
  await author.publishes(exact);
  await author.publishes(popular, "1.0.0", { description: `${word} core ${word} core` });
  await sql`update plugins set recent_downloads = 900, downloads = 900 where name = ${popular}`;
  for (const query of [exact, ` ${exact.toUpperCase()} `, `${word} core`]) {
    expect(namesOf(await search({ query })), query).toEqual([exact, popular]);
  }
});

test("of two that match alike, the more used and better rated comes first", async () => {
  const word = uniqueWord();
  const [used, unused, rated] = [`${word}-aa`, `${word}-bb`, `${word}-cc`];
  const description = "the same words";
  for (const name of [unused, used, rated]) await author.publishes(name, "1.0.0", { description });
  await sql`update plugins set recent_downloads = 500, downloads = 500 where name = ${used}`;
  await sql`update plugins set rating_sum = 50, reviews_count = 10 where name = ${rated}`;
  expect(namesOf(await search({ query: word }))).toEqual([used, rated, unused]);
});

test("filters narrow a search, together, and the total says so", async () => {
  const word = uniqueWord();
  const make = async (more: Record<string, unknown>) => {
    const name = unique(word);
    await author.publishes(name, "1.0.0", more);
    return name;
  };
  const a = await make({ category: "auth", tags: ["jwt", "oauth"], language: "rust" });
  const b = await make({ category: "auth", tags: ["jwt"], language: "zig" });
  const c = await make({ category: "other", tags: ["oauth"], language: "rust" });
  const filtered = async (filter: Record<string, unknown>) => {
    const { body } = await search({ query: word, ...filter });
    expect(body.total).toBe(body.plugins.length);
    return namesOf({ body }).toSorted();
  };
  expect(await filtered({})).toEqual([a, b, c].toSorted());
  expect(await filtered({ category: "auth" })).toEqual([a, b].toSorted());
  expect(await filtered({ tags: ["jwt"] })).toEqual([a, b].toSorted());
  expect(await filtered({ tags: ["jwt", "oauth"] })).toEqual([a]);
  expect(await filtered({ tags: ["JWT "] })).toEqual([a, b].toSorted());
  expect(await filtered({ language: "rust" })).toEqual([a, c].toSorted());
  expect(await filtered({ language: "Rust", category: "other" })).toEqual([c]);
  expect(await filtered({ tags: ["jwt", "database"] })).toEqual([]);
  // A name that only the filter excludes is not brought back by being spelt alike.
  expect(await filtered({ query: a, category: "testing" })).toEqual([]);
});

test("filters work without words", async () => {
  const tag = uniqueWord();
  const [a, b] = [unique("filter"), unique("filter")];
  await author.publishes(a, "1.0.0", { tags: [tag], language: tag, category: "auth" });
  await author.publishes(b, "1.0.0", { tags: [tag], language: tag });
  for (const filter of [{ tags: [tag] }, { language: tag }]) {
    const { body } = await search({ ...filter, sort: "name" });
    expect([body.total, namesOf({ body })]).toEqual([2, [a, b].toSorted()]);
  }
  expect(await search({ tags: [tag], category: "auth" })).toMatchObject({ body: { total: 1, plugins: [{ name: a }] } });
});

test("a misspelt name is understood, but only when nothing else matches", async () => {
  const word = uniqueWord();
  const name = `${word}-validator`;
  await author.publishes(name);
  const typo = name.replace("validator", "validtaor");
  expect(namesOf(await search({ query: typo }))).toEqual([name]);
  expect(namesOf(await search({ query: `${word}validator` }))).toEqual([name]);
  const exact = unique("described");
  await author.publishes(exact, "1.0.0", { description: `See ${typo}` });
  expect(namesOf(await search({ query: typo }))).toEqual([exact]);
});

/** With two letters in the wrong order. */
const slipIn = (word: string) => word.replace(/^(...)(.)(.)/, "$1$3$2");

test("two letters in the wrong order are understood in a short word too", async () => {
  const name = `auth-${uniqueWord().slice(0, 6)}`;
  await author.publishes(name);
  expect(namesOf(await search({ query: "auht", per_page: 100 }))).toContain(name);
});

test("a name is understood with a slip in each word, run together, in another order, and with a word too many", async () => {
  const [one, two] = [uniqueWord(), uniqueWord()];
  const name = `${one}-${two}-rs`;
  await author.publishes(name);
  for (const query of [
    `${slipIn(one)}-${slipIn(two)}-rs`,
    `${slipIn(two)} ${slipIn(one)}`,
    `${one}${two}rs`,
    `${one}${two}`,
    `${slipIn(one)} ${uniqueWord()}`,
  ]) {
    expect([query, namesOf(await search({ query }))]).toEqual([query, [name]]);
  }
});

test("a letter left out, put in or mistaken is understood; a word of other letters is not", async () => {
  const word = uniqueWord();
  const name = `${word}-x`;
  await author.publishes(name);
  for (const query of [word.slice(1), `${word}z`, word.replace(/.$/, "z")]) {
    expect([query, namesOf(await search({ query }))]).toEqual([query, [name]]);
  }
  expect(namesOf(await search({ query: word.slice(3) }))).toEqual([]);
});

test("publications at the same time that share words all succeed, and their words are understood", async () => {
  const [a, b, c] = [uniqueWord(), uniqueWord(), uniqueWord()].map((word) => word.slice(0, 12));
  const names = [
    [a, b, c],
    [c, b, a],
    [b, c, a],
    [a, c, b],
    [c, a, b],
  ].map((words) => words.join("-"));
  const answers = await Promise.all(names.map((name) => author.publish(name)));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
  const query = [a, b, c].map((word) => slipIn(word!)).join(" ");
  expect(namesOf(await search({ query })).toSorted()).toEqual(names.toSorted());
});

test("what was taken down is not found by a misspelt name either", async () => {
  const word = uniqueWord();
  const [hidden, visible] = [`${word}-hidden`, `${word}-visible`];
  for (const name of [hidden, visible]) await author.publishes(name);
  await sql`update plugins set taken_down_at = now(), takedown_reason = 'for this test' where name = ${hidden}`;
  expect(namesOf(await search({ query: slipIn(word) }))).toEqual([visible]);
  for (const query of [`${slipIn(word)}-hidden`, `${word}hidden`, `${word}-hiden`]) {
    expect([query, namesOf(await search({ query }))]).toEqual([query, []]);
  }
});

test("the query string and the body mean the same", async () => {
  const word = uniqueWord();
  for (const tags of [["jwt"], ["jwt", "oauth"], ["oauth"]]) await author.publishes(unique(word), "1.0.0", { tags });
  const viaBody = await search({ query: word, tags: ["jwt", "oauth"], sort: "name", page: 0, per_page: 5 });
  const viaQuery = await list({ q: word, tags: "jwt,oauth", sort: "name", page: "0", per_page: "5" });
  expect(viaQuery).toEqual(viaBody);
  expect(viaBody.body.total).toBe(1);
  const camel = await answer(request("/api/v1/plugins/search", { json: { query: word, perPage: 2, sort: null } }));
  expect(camel.body).toMatchObject({ total: 3, per_page: 2, page: 0 });
  expect(camel.body.plugins).toHaveLength(2);
  expect(await list({ q: word, perPage: "2", sort: "" })).toEqual(camel);
});

test("pages follow each other, and the total stays the same beyond the end", async () => {
  const word = uniqueWord();
  const names = Array.from({ length: 5 }, (_, index) => `${word}-${index}`);
  for (const name of names) await author.publishes(name);
  const page = async (number: number) => {
    const { body } = await search({ query: word, sort: "name", page: number, per_page: 2 });
    expect(body).toMatchObject({ total: 5, page: number, per_page: 2 });
    return namesOf({ body });
  };
  expect([await page(0), await page(1), await page(2), await page(3)]).toEqual([
    names.slice(0, 2),
    names.slice(2, 4),
    names.slice(4),
    [],
  ]);
});

test("a page must lie within bounds", async () => {
  expect(await search({ per_page: 0 })).toEqual(invalid("per_page"));
  expect(await search({ per_page: 101 })).toEqual(invalid("per_page"));
  expect(await search({ page: -1 })).toEqual(invalid("page"));
  expect(await search({ page: 0.5 })).toEqual(invalid("page"));
  expect(await search({ page: 101, per_page: 100 })).toEqual(invalid("page"));
  expect(await list({ page: "101", per_page: "100" })).toEqual(invalid("page"));
  expect(await list({ page: "x", per_page: "" })).toEqual(invalid("page"));
  expect(await search({ page: 100, per_page: 100 })).toMatchObject({ status: 200, body: { page: 100, per_page: 100 } });
  expect(await search({ per_page: 1 })).toMatchObject({ status: 200 });
});

test("what cannot be searched for is refused, all of it at once", async () => {
  const wrong = { query: "x".repeat(201), category: "games", sort: "best", tags: ["a b"], language: "x".repeat(31) };
  expect(await search(wrong)).toEqual(invalid("query", "category", "sort", "tags.0", "language"));
  expect(await search({ query: 5, tags: "jwt" })).toEqual(invalid("query", "tags"));
  expect(await search({ tags: Array.from({ length: 11 }, (_, index) => `t${index}`) })).toEqual(invalid("tags"));
  expect(await search({ query: "a\0b" })).toEqual(invalid("query"));
  expect(await list({ q: "x".repeat(201), category: "games" })).toEqual(invalid("q", "category"));
  const text = request("/api/v1/plugins/search", { method: "POST", body: "q" });
  expect(await answer(text)).toEqual(refusal(415, "unsupported_media_type"));
});

test.for([
  `"`,
  `'`,
  `'; drop table plugins; --`,
  `%`,
  `%%__%%`,
  `\\`,
  `& | ! ( ) <-> :*`,
  `a:* & b`,
  `"unclosed phrase`,
  `or`,
  `-`,
  `-nothing`,
  `the and of`,
  `🦀🚀`,
  `日本語`,
  "é".repeat(200),
  "x ".repeat(100),
  "-".repeat(200),
  `<script>alert(1)</script>`,
  `$1 $2`,
  `{"a":1}`,
  `../../etc/passwd`,
  `auht' & !jwtt:* | (<-> "`,
  `auht:*A | auht:*`,
  `auht\\'jwtt`,
  `ａｕｈｔ İauht`,
  "auht ".repeat(40),
  "auht-".repeat(40),
  "q".repeat(200),
])("a search for %s is an answer like any other", async (query) => {
  const viaBody = await search({ query, per_page: 1 });
  expect(viaBody).toMatchObject({ status: 200, body: { total: expect.any(Number), plugins: expect.any(Array) } });
  expect(await list({ q: query, per_page: "1" })).toMatchObject({ status: 200 });
  expect(
    (await request(`/api/v1/plugins/suggest?q=${encodeURIComponent([...query].slice(0, 50).join(""))}`)).status,
  ).toBe(200);
});
