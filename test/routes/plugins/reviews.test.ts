import { beforeAll, expect, test } from "vitest";
import { answer, aTime, auditOf, aUuid, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
let reviewer: Person;
beforeAll(async () => {
  [author, reviewer] = await Promise.all([somebody(stack), somebody(stack)]);
});

async function published(...versions: string[]) {
  const name = unique("reviewed");
  for (const version of versions.length > 0 ? versions : ["1.0.0"]) await author.publishes(name, version);
  return name;
}
const listOf = (name: string, query = "") => answer(request(`/api/v1/plugins/${name}/reviews${query}`));
const pathOf = (name: string, id: string, rest = "") => `/api/v1/plugins/${name}/reviews/${id}${rest}`;
const edit = (by: Pick<Person, "request">, name: string, id: string, json: unknown) =>
  answer(by.request(pathOf(name, id), { method: "PATCH", json }));
const remove = (by: Pick<Person, "request">, name: string, id: string) =>
  answer(by.request(pathOf(name, id), { method: "DELETE" }));
const respond = (by: Pick<Person, "request">, name: string, id: string, text: unknown) =>
  answer(by.request(pathOf(name, id, "/response"), { method: "PUT", json: { text } }));
const NONE = "00000000-0000-4000-8000-000000000000";

test("a review is public at once, with its author's name and nothing else of them", async () => {
  const name = await published("1.0.0", "1.1.0");
  expect(await listOf(name)).toEqual({
    status: 200,
    body: {
      reviews: [],
      total: 0,
      page: 0,
      per_page: 20,
      stats: {
        average_rating: 0,
        total_reviews: 0,
        rating_distribution: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
      },
    },
  });
  const title = "  Works ";
  expect(await answer(reviewer.review(name, 4, { version: "1.1.0", title }))).toEqual({
    status: 201,
    body: { success: true, review_id: aUuid, message: expect.any(String) },
  });
  const { body } = await listOf(name);
  expect(body).toMatchObject({
    total: 1,
    stats: {
      average_rating: 4,
      total_reviews: 1,
      rating_distribution: { "1": 0, "2": 0, "3": 0, "4": 1, "5": 0 },
    },
  });
  const [plugin] = await sql`select id from plugins where name = ${name}`;
  expect(body.reviews).toEqual([
    {
      id: aUuid,
      plugin_id: plugin?.id,
      version: "1.1.0",
      rating: 4,
      title: "Works",
      comment: "It did what it says it does.",
      helpful_count: 0,
      unhelpful_count: 0,
      verified: false,
      created_at: aTime,
      updated_at: aTime,
      user: { id: reviewer.id, username: reviewer.username },
      author_response: null,
    },
  ]);
  expect(await answer(request(`/api/v1/plugins/${name}`))).toMatchObject({ body: { rating: 4, reviews_count: 1 } });
  expect(await auditOf(sql, name)).toEqual(["version.publish", "version.publish", "review.create"]);
});

test("one review an account and plugin", async () => {
  const name = await published();
  await reviewer.reviews(name, 5);
  expect(await answer(reviewer.review(name, 1))).toEqual(refusal(409, "review_exists"));
  expect((await listOf(name)).body.stats).toMatchObject({ average_rating: 5, total_reviews: 1 });
  expect(await auditOf(sql, name)).toEqual(["version.publish", "review.create"]);
});

test("nobody reviews a plugin they own, nor without a session, nor suspended", async () => {
  const name = await published();
  const [owner, suspended] = await Promise.all([somebody(stack), somebody(stack)]);
  await sql`insert into plugin_owners (plugin_id, user_id) select id, ${owner.id} from plugins where name = ${name}`;
  await sql`update users set suspended_at = now() where id = ${suspended.id}`;
  expect(await answer(author.review(name, 5))).toEqual(refusal(403, "own_plugin"));
  expect(await answer(owner.review(name, 5))).toEqual(refusal(403, "own_plugin"));
  expect(await answer(suspended.review(name, 5))).toEqual(refusal(403, "account_suspended"));
  const json = { version: "1.0.0", rating: 5, comment: "Long enough." };
  expect(await answer(request(`/api/v1/plugins/${name}/reviews`, { json }))).toEqual(
    refusal(401, "authentication_required"),
  );
  expect((await listOf(name)).body.total).toBe(0);
});

test("what is reviewed must exist", async () => {
  const name = await published();
  expect(await answer(reviewer.review(unique("none"), 5))).toEqual(refusal(404, "plugin_not_found"));
  expect(await answer(reviewer.review(name, 5, { version: "9.9.9" }))).toEqual(refusal(404, "version_not_found"));
});

test("a review that is not one is refused, all of it at once", async () => {
  const name = await published();
  const send = (json: object) => answer(reviewer.request(`/api/v1/plugins/${name}/reviews`, { json }));
  expect(await send({})).toEqual(invalid("version", "rating", "comment"));
  const wrong = { version: "1", rating: 6, title: "x".repeat(101), comment: "too short" };
  expect(await send(wrong)).toEqual(invalid("version", "rating", "title", "comment"));
  const fine = { version: "1.0.0", rating: 5, comment: "Long enough." };
  for (const rating of [0, 4.5, "5", -1]) expect(await send({ ...fine, rating })).toEqual(invalid("rating"));
  expect(await send({ ...fine, comment: "x".repeat(5001) })).toEqual(invalid("comment"));
  expect(await send({ ...fine, comment: `          ${"x".repeat(9)}` })).toEqual(invalid("comment"));
  expect(await send({ ...fine, comment: "🦀".repeat(5000) })).toMatchObject({ status: 201 });
});

test("its author changes what is given, the rest stays", async () => {
  const name = await published("1.0.0", "1.1.0");
  const id = await reviewer.reviews(name, 2, { title: "Hm" });
  expect(await edit(reviewer, name, id, { rating: 5 })).toEqual({
    status: 200,
    body: { success: true, message: expect.any(String) },
  });
  const read = async () => (await listOf(name)).body.reviews[0];
  expect(await read()).toMatchObject({
    rating: 5,
    title: "Hm",
    version: "1.0.0",
    comment: "It did what it says it does.",
  });
  await edit(reviewer, name, id, { title: "", comment: "Much better than before." });
  expect(await read()).toMatchObject({ rating: 5, title: null, comment: "Much better than before." });
  await edit(reviewer, name, id, { version: "1.1.0", title: null });
  expect(await read()).toMatchObject({ version: "1.1.0", rating: 5, comment: "Much better than before." });
  const { created_at, updated_at } = await read();
  expect(Date.parse(updated_at)).toBeGreaterThan(Date.parse(created_at));
  expect((await listOf(name)).body.stats).toMatchObject({ average_rating: 5, rating_distribution: { "2": 0, "5": 1 } });
  expect((await auditOf(sql, name)).slice(2)).toEqual([
    "review.create",
    "review.update",
    "review.update",
    "review.update",
  ]);
});

test("a change that is none, or wrong, or names no version of the plugin, is refused", async () => {
  const name = await published();
  const id = await reviewer.reviews(name, 2);
  expect(await edit(reviewer, name, id, {})).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  expect(await edit(reviewer, name, id, { rating: null })).toMatchObject({ status: 400 });
  expect(await edit(reviewer, name, id, { rating: 6, comment: "short" })).toEqual(invalid("rating", "comment"));
  expect(await edit(reviewer, name, id, { version: "9.9.9", rating: 5 })).toEqual(refusal(404, "version_not_found"));
  expect((await listOf(name)).body.reviews).toMatchObject([{ rating: 2, version: "1.0.0" }]);
  expect(await auditOf(sql, name)).toEqual(["version.publish", "review.create"]);
});

test("its author takes it back, with its votes, and may write another", async () => {
  const name = await published();
  const id = await reviewer.reviews(name, 1);
  await author.request(pathOf(name, id, "/vote"), { json: { helpful: true } });
  expect(await remove(reviewer, name, id)).toEqual({
    status: 200,
    body: { success: true, message: expect.any(String) },
  });
  expect((await listOf(name)).body).toMatchObject({ total: 0, stats: { average_rating: 0, total_reviews: 0 } });
  expect(await sql`select from review_votes where review_id = ${id}`).toEqual([]);
  expect(await remove(reviewer, name, id)).toEqual(refusal(404, "review_not_found"));
  await reviewer.reviews(name, 3);
  expect((await listOf(name)).body.stats).toMatchObject({ average_rating: 3, total_reviews: 1 });
  expect((await auditOf(sql, name)).slice(1)).toEqual([
    "review.create",
    "review.vote",
    "review.delete",
    "review.create",
  ]);
});

test("nobody else changes or deletes it, not even the plugin's owner or an administrator here", async () => {
  const name = await published();
  const id = await reviewer.reviews(name, 1);
  const admin = await somebody(stack, { isAdmin: true });
  for (const person of [author, admin]) {
    expect(await edit(person, name, id, { rating: 5 })).toEqual(refusal(403, "not_author"));
    expect(await remove(person, name, id)).toEqual(refusal(403, "not_author"));
  }
  expect(await edit({ request }, name, id, { rating: 5 })).toEqual(refusal(401, "authentication_required"));
  expect(await remove({ request }, name, id)).toEqual(refusal(401, "authentication_required"));
  expect((await listOf(name)).body.reviews).toMatchObject([{ id, rating: 1 }]);
});

test("an owner answers a review, once; a second answer replaces the first", async () => {
  const name = await published();
  const id = await reviewer.reviews(name, 2);
  for (const text of ["Thank you.", "Fixed in 1.0.1."]) {
    expect(await respond(author, name, id, text)).toEqual({
      status: 200,
      body: { success: true, message: expect.any(String) },
    });
    expect((await listOf(name)).body.reviews).toMatchObject([{ author_response: { text, created_at: aTime } }]);
  }
  expect(await respond(reviewer, name, id, "Me too")).toEqual(refusal(403, "not_owner"));
  expect(await respond({ request }, name, id, "Me too")).toEqual(refusal(401, "authentication_required"));
  expect(await respond(author, name, id, "  ")).toEqual(invalid("text"));
  expect(await respond(author, name, id, "x".repeat(5001))).toEqual(invalid("text"));
  expect((await auditOf(sql, name)).slice(2)).toEqual(["review.respond", "review.respond"]);
});

test("a review is found only under its plugin, and by an id", async () => {
  const [name, other] = [await published(), await published()];
  const id = await reviewer.reviews(name, 2);
  const addresses: [string, string][] = [
    [other, id],
    [name, NONE],
    [name, "1"],
    [unique("none"), id],
    [name, "%27"],
  ];
  for (const address of addresses) {
    expect(await edit(reviewer, ...address, { rating: 5 })).toEqual(refusal(404, "review_not_found"));
    expect(await remove(reviewer, ...address)).toEqual(refusal(404, "review_not_found"));
    expect(await respond(author, ...address, "Thanks")).toEqual(refusal(404, "review_not_found"));
  }
});

test("the most helpful or the newest come first, page by page, and the statistics are of all", async () => {
  const name = await published();
  const people = await Promise.all(Array.from({ length: 4 }, () => somebody(stack)));
  const ids: string[] = [];
  for (const [index, person] of people.entries()) ids.push(await person.reviews(name, index + 2));
  await sql`update reviews set helpful_count = 5, unhelpful_count = 5 where id = ${ids[0]}`;
  await sql`update reviews set helpful_count = 3 where id = ${ids[1]}`;
  await sql`update reviews set helpful_count = 1, unhelpful_count = 2 where id = ${ids[3]}`;
  const page = async (query: string) => {
    const { body } = await listOf(name, query);
    expect(body).toMatchObject({ total: 4, stats: { average_rating: 3.5, total_reviews: 4 } });
    return body.reviews.map(({ id }: { id: string }) => ids.indexOf(id));
  };
  expect(await page("")).toEqual([1, 2, 0, 3]);
  expect(await page("?sort=helpful")).toEqual([1, 2, 0, 3]);
  expect(await page("?sort=recent")).toEqual([3, 2, 1, 0]);
  expect(await page("?sort=recent&page=1&per_page=3")).toEqual([0]);
  expect(await page("?sort=helpful&page=1&perPage=2")).toEqual([0, 3]);
  expect(await page("?page=9")).toEqual([]);
  expect(await listOf(name, "?sort=best&page=-1&per_page=101")).toEqual(invalid("sort", "page", "per_page"));
  expect(await listOf(name, "?page=101&per_page=100")).toEqual(invalid("page"));
});
