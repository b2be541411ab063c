import { expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { sql } = stack;
/** A busy machine takes its time with a hundred requests at once. */
const PATIENT = { timeout: 90_000 };

const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

async function published() {
  const author = await somebody(stack);
  const name = unique("raced");
  await author.publishes(name);
  return { author, name };
}

/** What the plugin and its reviews say of themselves, and what a recount says. */
async function expectCountsToHold(name: string) {
  const [plugin] = await sql`
    select p.rating_sum, p.reviews_count, coalesce(sum(r.rating), 0)::int as sum, count(r.id)::int as count
    from plugins p left join reviews r on r.plugin_id = p.id where p.name = ${name} group by p.id`;
  expect([plugin?.rating_sum, plugin?.reviews_count]).toEqual([plugin?.sum, plugin?.count]);
  const reviews = await sql`
    select r.helpful_count, r.unhelpful_count, count(*) filter (where v.helpful)::int as helpful,
      count(*) filter (where not v.helpful)::int as unhelpful
    from reviews r join plugins p on p.id = r.plugin_id left join review_votes v on v.review_id = r.id
    where p.name = ${name} group by r.id`;
  for (const { helpful_count, unhelpful_count, helpful, unhelpful } of reviews) {
    expect([helpful_count, unhelpful_count]).toEqual([helpful, unhelpful]);
  }
  return plugin;
}

test("of twenty reviews by one account at once, one is there", async () => {
  const { name } = await published();
  const reviewer = await somebody(stack);
  const answers = await times(20, (index) => reviewer.review(name, 1 + (index % 5)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(19).fill(409)]);
  expect(await expectCountsToHold(name)).toMatchObject({ reviews_count: 1 });
});

test("of twenty votes by one account at once, one counts", async () => {
  const { author, name } = await published();
  const reviewer = await somebody(stack);
  const id = await reviewer.reviews(name, 4);
  const path = `/api/v1/plugins/${name}/reviews/${id}/vote`;
  const answers = await times(20, (index) => author.request(path, { json: { helpful: index % 2 === 0 } }));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await sql`select from review_votes where review_id = ${id}`).toHaveLength(1);
  await expectCountsToHold(name);
});

test(
  "a review that is voted on while it is deleted is there or not, and nobody sees an error of ours",
  PATIENT,
  async () => {
    const { author, name } = await published();
    const [reviewer, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
    const voters = await times(6, () => somebody(stack));
    for (let round = 0; round < 4; round += 1) {
      const id = await reviewer.reviews(name, 4);
      const path = `/api/v1/plugins/${name}/reviews/${id}`;
      await author.request(`${path}/vote`, { json: { helpful: true } });
      const remove =
        round % 2 === 0
          ? () => reviewer.request(path, { method: "DELETE" })
          : () => admin.request(`/api/v1/admin/reviews/${id}`, { method: "DELETE" });
      const answers = await Promise.all([
        ...voters.slice(0, 3).map((voter) => voter.request(`${path}/vote`, { json: { helpful: true } })),
        author.request(`${path}/vote`, { method: "DELETE" }),
        remove(),
        reviewer.request(path, { method: "PATCH", json: { rating: 1 } }),
        ...voters.slice(3).map((voter) => voter.request(`${path}/vote`, { json: { helpful: false } })),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 404)).toEqual([]);
      expect(await sql`select from reviews where id = ${id}`).toEqual([]);
    }
    expect(await expectCountsToHold(name)).toMatchObject({ reviews_count: 0, rating_sum: 0 });
  },
);

/** A run that can be repeated: the seed stands in the test's name when it fails. */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test.for([1, 2, 3])(
  "after a hundred operations by ten people at once, ratings and votes are what a recount says (history %i)",
  PATIENT,
  async (seed) => {
    const { name } = await published();
    const people = await times(10, () => somebody(stack));
    const random = randomNumbers(seed);
    const ids: string[] = [];
    const path = () => `/api/v1/plugins/${name}/reviews/${ids[random(ids.length)] ?? unique("none")}`;
    const operations: ((person: Person) => Promise<Response>)[] = [
      (person) => person.review(name, 1 + random(5)),
      (person) => person.review(name, 1 + random(5)),
      (person) => person.request(path(), { method: "PATCH", json: { rating: 1 + random(5) } }),
      (person) => person.request(path(), { method: "DELETE" }),
      (person) => person.request(`${path()}/vote`, { json: { helpful: random(2) === 0 } }),
      (person) => person.request(`${path()}/vote`, { json: { helpful: random(2) === 0 } }),
      (person) => person.request(`${path()}/vote`, { method: "DELETE" }),
    ];
    for (let wave = 0; wave < 5; wave += 1) {
      const answers = await times(20, async () => {
        const response = await operations[random(operations.length)]!(people[random(10)]!);
        const { review_id: id } = (await response.json()) as { review_id?: string };
        if (id) ids.push(id);
        return response.status;
      });
      expect(answers.filter((status) => status >= 500)).toEqual([]);
    }
    const plugin = await expectCountsToHold(name);
    const { body } = await answer(stack.request(`/api/v1/plugins/${name}/reviews?per_page=100`));
    expect(body.stats.total_reviews).toBe(plugin?.count);
    expect(body.reviews).toHaveLength(plugin?.count);
    const stars = Object.entries<number>(body.stats.rating_distribution);
    expect(stars.reduce((sum, [rating, count]) => sum + Number(rating) * count, 0)).toBe(plugin?.sum);
    expect(body.stats.average_rating).toBeCloseTo(plugin?.count ? plugin.sum / plugin.count : 0, 1);
  },
);
