import { beforeAll, expect, test } from "vitest";
import { type Answer, answer, auditOf } from "../../support/answers.ts";
import { type Person, publishBody, type PublishBody, somebody, unique } from "../../support/people.ts";
import { opensConnections, shared } from "../../support/stack.ts";

const stack = shared();
const { sql, store } = stack;
const PUBLISH = "/api/v1/plugins/publish";
const RACERS = 50;
/** A busy machine takes its time with fifty publications at once. */
const PATIENT = { timeout: 90_000 };

const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
/** How many of each there were, `409 version_exists` for one. */
const tally = (answers: { status: number; body: { code?: string } }[]) => {
  const kinds = answers.map(({ status, body }) => [status, body.code].join(" ").trim());
  return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]));
};

/** A hundred files at once can be more than a busy machine's storage takes in time; asking again is what a 503 asks for. */
async function publishPatiently(author: Person, json: PublishBody): Promise<Answer> {
  const answered = await answer(author.request(PUBLISH, { json }));
  return answered.body.code === "storage_unavailable" ? publishPatiently(author, json) : answered;
}

beforeAll(() => opensConnections(stack));

test.for(["new plugin", "known plugin"])(
  "of 50 publications of one version of a %s, one wins, and its bytes are what is stored",
  PATIENT,
  async (which) => {
    const author = await somebody(stack);
    const name = unique("race");
    if (which === "known plugin") await author.publishes(name, "0.1.0");
    const bodies = await times(RACERS, (index) => publishBody(name, "1.0.0", `racer ${index}`));
    const answers = await Promise.all(bodies.map((json) => publishPatiently(author, json)));
    expect(tally(answers)).toEqual({ "201": 1, "409 version_exists": RACERS - 1 });

    const winner = bodies[answers.findIndex(({ status }) => status === 201)];
    const rows = await sql`select v.* from plugin_versions v join plugins p on p.id = v.plugin_id
      where p.name = ${name} and v.version = '1.0.0'`;
    expect(rows).toMatchObject([{ checksum: winner?.checksum }]);
    expect(Buffer.from((await store.get(rows[0]?.module_key))!).toString("base64")).toBe(winner?.wasm_data);
    const download = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
    expect(Buffer.from(await download.arrayBuffer()).toString("base64")).toBe(winner?.wasm_data);
    expect(await auditOf(sql, name)).toHaveLength(which === "known plugin" ? 2 : 1);
  },
);

test("of 50 accounts that claim one new name, one owns it", PATIENT, async () => {
  const name = unique("claim");
  const people = await times(RACERS, () => somebody(stack));
  const answers = await Promise.all(people.map((person) => answer(person.publish(name))));
  expect(tally(answers)).toEqual({ "201": 1, "403 not_owner": RACERS - 1 });
  const winner = people[answers.findIndex(({ status }) => status === 201)];
  expect(
    await sql`select o.user_id, p.author_id, v.published_by from plugins p
      join plugin_owners o on o.plugin_id = p.id join plugin_versions v on v.plugin_id = p.id where p.name = ${name}`,
  ).toEqual([{ user_id: winner?.id, author_id: winner?.id, published_by: winner?.id }]);
  expect(await auditOf(sql, name)).toEqual(["version.publish"]);
});

test("of two names that are easily mistaken for each other, one is claimed", async () => {
  const name = unique("alike");
  const twin = name.replace("alike", "al1ke");
  const people = await times(10, () => somebody(stack));
  const answers = await Promise.all(people.map((person, i) => answer(person.publish(i % 2 ? name : twin))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(
    answers
      .map(({ status }) => status)
      .toSorted()
      .slice(1)
      .every((status) => status === 403 || status === 409),
  ).toBe(true);
  expect(await sql`select from plugins where name in (${name}, ${twin})`).toHaveLength(1);
});

test("twenty versions at once are all there, and the highest is the current one", async () => {
  const author = await somebody(stack);
  const name = unique("many");
  await author.publishes(name, "0.1.0");
  const answers = await times(20, (index) => answer(author.publish(name, `1.${index}.0`)));
  expect(tally(answers)).toEqual({ "201": 20 });
  const { body } = await answer(stack.request(`/api/v1/plugins/${name}`));
  expect([body.version, body.versions.length]).toEqual(["1.19.0", 21]);
  expect(await auditOf(sql, name)).toHaveLength(21);
});

test("publications, reviews and yanks of one plugin at once all come through", async () => {
  const [author, ...reviewers] = await times(13, () => somebody(stack));
  const name = unique("busy");
  await author!.publishes(name);
  const responses = await Promise.all([
    ...Array.from({ length: 12 }, (_, index) => author!.publish(name, `1.1.${index}`)),
    ...reviewers.map((reviewer) => reviewer.review(name, 4)),
    ...Array.from({ length: 12 }, () =>
      author!.request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE" }),
    ),
  ]);
  const answers = await Promise.all(responses.map(answer));
  expect(tally(answers)).toEqual({ "201": 24, "200": 12 });
});
