import { beforeAll, describe, expect, test } from "vitest";
import { type Person, somebody, unique, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request } = stack;
const [word, topic] = [uniqueWord(), uniqueWord()];
const [first, second, third] = [`${word}-first`, `${word}-second`, `${word}-third`];
let owner: Person;

beforeAll(async () => {
  const reviewer = await somebody(stack);
  owner = await somebody(stack);
  const described = (more: object) => ({ description: `Searches for ${word} and ${topic}`, ...more });
  await owner.publishes(first, "1.0.0", described({ category: "auth", language: "rust", tags: ["one", "two"] }));
  await owner.publishes(second, "1.0.0", described({ category: "auth", language: "go", tags: ["one"] }));
  await owner.publishes(third, "1.0.0", described({ category: "testing", language: "rust" }));
  await reviewer.reviews(first, 5);
  await reviewer.reviews(second, 3);
  await stack.sql`update plugins set verified_at = now() where name = ${third}`;
});

const html = async (path: string) => (await request(path)).text();
/** The names of the cards, in their order. */
const cardsOf = (page: string) =>
  [...page.matchAll(/<h2 class="card-title"><a href="\/plugins\/([^"]+)"/g)].map(([, name]) => name!);
const search = async (parameters: string) => cardsOf(await html(`/search?q=${word}&sort=name${parameters}`));

describe("GET /search", () => {
  test("takes one round trip, filters and counts included", async () => {
    const response = await request(`/search?q=${word}&category=auth`);
    expect(response.status).toBe(200);
    expect(response.headers.get("server-timing")).toMatch(/desc="1"$/);
    expect(response.headers.get("etag")).toMatch(/^"/);
    expect(response.headers.get("cache-control")).toContain("public");
  });

  test.each([
    ["", [first, second, third]],
    ["&category=auth", [first, second]],
    ["&language=rust", [first, third]],
    ["&tags=one", [first, second]],
    ["&tags=one,two", [first]],
    ["&verified=true", [third]],
    ["&min_rating=3", [first, second]],
    ["&min_rating=4", [first]],
    ["&category=auth&min_rating=4&tags=two&language=rust", [first]],
    ["&per_page=2", [first, second]],
    ["&per_page=2&page=1", [third]],
  ])("%s narrows it", async (parameters, names) => {
    expect(await search(parameters)).toEqual(names);
  });

  test("the API narrows by the same, in the address and in a body", async () => {
    const names = async (response: Promise<Response>) =>
      ((await (await response).json()) as { plugins: { name: string }[] }).plugins.map(({ name }) => name);
    expect(await names(request(`/api/v1/plugins?q=${word}&verified=true`))).toEqual([third]);
    expect(await names(request(`/api/v1/plugins?q=${word}&min_rating=4`))).toEqual([first]);
    const json = { query: word, min_rating: 3, verified: false, sort: "name" };
    expect(await names(request("/api/v1/plugins/search", { json }))).toEqual([first, second]);
  });

  test("offers by what else it can be narrowed, with how many are left", async () => {
    const page = await html(`/search?q=${word}`);
    const offered = [
      ...page.matchAll(/<a href="([^"]+)" rel="nofollow">([^<]+)<span class="filter-count">(\d+)<\/span>/g),
    ];
    const counts = Object.fromEntries(offered.map(([, , label, count]) => [label!.trim(), Number(count)]));
    expect(counts).toMatchObject({ Authentication: 2, Testing: 1, rust: 2, go: 1, one: 2, two: 1, Verified: 1 });
    expect(counts["4 stars and up"]).toBe(1);
    for (const [, address = "", , count] of offered) {
      const narrower = cardsOf(await html(address.replaceAll("&amp;", "&")));
      expect([address, narrower.length]).toEqual([address, Number(count)]);
    }
  });

  test("a chosen filter can be taken back, and the words stay", async () => {
    const page = await html(`/search?q=${word}&category=auth&tags=one,two`);
    expect(page).toContain(`<a class="tag" href="/search?q=${word}&amp;tags=one%2Ctwo"`);
    expect(page).toContain(`<a class="tag" href="/search?q=${word}&amp;category=auth&amp;tags=one"`);
    expect(page).toContain(`<a href="/search?q=${word}">Clear all</a>`);
    expect(page).toContain('<input type="hidden" name="category" value="auth"/>');
  });

  test("a misspelt name finds what is spelt alike, and says so", async () => {
    const page = await html(`/search?q=${first.replace("first", "fisrt")}`);
    expect(cardsOf(page)).toContain(first);
    expect(page).toContain("Nothing is called");
  });

  test("finding nothing offers similar names, popular plugins and fewer filters, in two round trips", async () => {
    const response = await request(`/search?q=${first}&category=middleware&language=cobol`);
    expect(response.headers.get("server-timing")).toMatch(/desc="2"$/);
    const page = await response.text();
    expect(page).toContain(`href="/plugins/${first}"`);
    expect(page).toContain(`<a href="/search?q=${first}">look without any filter</a>`);
    expect(page).toContain('href="/categories"');
  });

  test("a word that is misspelt beyond likeness does not hide the others", async () => {
    const page = await html(`/search?q=${topic}+zzqqxx`);
    expect(page).toContain(`go to <a href="/plugins/${first}">`);
  });

  test.each([
    ["category=nonsense", "category"],
    ["page=-1", "page"],
    ["page=900&per_page=100", "page"],
    ["min_rating=6", "min_rating"],
    ["sort=luck", "sort"],
    ["tags=not%20a%20tag!", "tags"],
    ["verified=perhaps", "verified"],
  ])("%s is answered by a page that keeps the words", async (parameters, field) => {
    const response = await request(`/search?q=%3Ckept%3E&${parameters}`);
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('value="&lt;kept&gt;"');
    expect(page).toMatch(new RegExp(`<code>${field}[^<]*</code>`));
  });

  test("what is searched for is text, never HTML", async () => {
    const page = await html(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page).not.toContain("<script>alert");
  });
});

test("GET /plugins lists everything, without words", async () => {
  const name = unique("newest");
  await owner.publishes(name);
  const response = await request("/plugins?sort=recent");
  expect(response.headers.get("server-timing")).toMatch(/desc="1"$/);
  const page = await response.text();
  expect(cardsOf(page)).toContain(name);
  expect(page).toContain('<a href="/plugins?sort=recent" aria-current="true">Updated</a>');
});
