import { beforeAll, expect, test } from "vitest";
import { answer, auditOf, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

let author: Person;
let reviewer: Person;
beforeAll(async () => {
  [author, reviewer] = await Promise.all([somebody(stack), somebody(stack)]);
});

async function reviewed() {
  const name = unique("voted");
  await author.publishes(name);
  return { name, id: await reviewer.reviews(name, 3) };
}
type Voter = Pick<Person, "request">;
const pathOf = (name: string, id: string) => `/api/v1/plugins/${name}/reviews/${id}/vote`;
const vote = (by: Voter, { name, id }: { name: string; id: string }, helpful: unknown) =>
  answer(by.request(pathOf(name, id), { json: { helpful } }));
const unvote = (by: Voter, { name, id }: { name: string; id: string }) =>
  answer(by.request(pathOf(name, id), { method: "DELETE" }));
const votes = (helpful: number, unhelpful: number) => ({
  status: 200,
  body: { success: true, helpful_count: helpful, unhelpful_count: unhelpful },
});

test("a vote counts, moves when it changes, and goes when it is taken back", async () => {
  const review = await reviewed();
  const other = await somebody(stack);
  expect(await vote(author, review, true)).toEqual(votes(1, 0));
  expect(await vote(other, review, true)).toEqual(votes(2, 0));
  expect(await vote(other, review, false)).toEqual(votes(1, 1));
  expect(await vote(other, review, false)).toEqual(votes(1, 1));
  expect(await unvote(author, review)).toEqual(votes(0, 1));
  expect(await unvote(author, review)).toEqual(votes(0, 1));
  expect(await unvote(other, review)).toEqual(votes(0, 0));
  expect(await sql`select from review_votes where review_id = ${review.id}`).toEqual([]);
  const { body } = await answer(request(`/api/v1/plugins/${review.name}/reviews`));
  expect(body.reviews).toMatchObject([{ helpful_count: 0, unhelpful_count: 0 }]);
  const actions = (await auditOf(sql, review.name)).slice(2);
  // What changed nothing is no change.
  expect(actions).toEqual([...Array<string>(3).fill("review.vote"), "review.unvote", "review.unvote"]);
});

test("nobody votes on their own review, nor without a session", async () => {
  const review = await reviewed();
  expect(await vote(reviewer, review, true)).toEqual(refusal(403, "own_review"));
  expect(await vote({ request }, review, true)).toEqual(refusal(401, "authentication_required"));
  expect(await unvote({ request }, review)).toEqual(refusal(401, "authentication_required"));
  expect(await sql`select from review_votes where review_id = ${review.id}`).toEqual([]);
});

test("a vote says yes or no", async () => {
  const review = await reviewed();
  expect(await vote(author, review, "yes")).toEqual(invalid("helpful"));
  expect(await vote(author, review, undefined)).toEqual(invalid("helpful"));
});

test("what does not exist takes no vote", async () => {
  const { name, id } = await reviewed();
  const other = (await reviewed()).name;
  for (const review of [
    { name: other, id },
    { name, id: "x" },
    { name: unique("none"), id },
  ]) {
    expect(await vote(author, review, true)).toEqual(refusal(404, "review_not_found"));
    expect(await unvote(author, review)).toEqual(refusal(404, "review_not_found"));
  }
});
