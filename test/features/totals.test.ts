import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../support/answers.ts";
import { type Person, somebody } from "../support/people.ts";
import { expectTotalsToHold } from "../support/recount.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

let stack: PrivateStack;
let admin: Person;
let people: Person[];
beforeAll(async () => {
  stack = await startStack({ vars: { DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  admin = await somebody(stack, { isAdmin: true });
  people = await Promise.all(Array.from({ length: 6 }, () => somebody(stack)));
});
afterAll(() => stack.close());

/** Downloads that were answered, each of which is counted at some time. */
let downloaded = 0;

const names = ["alpha", "beta", "gamma", "delta", "epsilon"];
const categories = ["auth", "template", "testing", "other"];

/** A history that can be repeated. */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("whatever happens, in whatever order, the kept totals are what a recount says", async () => {
  const random = randomNumbers(7);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const plugin = () => `/api/v1/plugins/${pick(names)}`;
  const moderate = (verb: string, json: object) =>
    admin.request(`/api/v1/admin/plugins/${pick(names)}/${verb}`, { json });
  const review = async (change: (by: Person, path: string) => Promise<Response>) => {
    const [found] = await stack.sql`select r.id, r.user_id, p.name from reviews r join plugins p on p.id = r.plugin_id
      order by r.id offset ${random(5)} limit 1`;
    const by = people.find(({ id }) => id === found?.user_id);
    return by ? change(by, `/api/v1/plugins/${found?.name}/reviews/${found?.id}`) : plugin();
  };
  const download = async () => {
    const name = pick(names);
    const response = await stack.request(`/dl/${name}/${name}-1.0.0.wasm`);
    await response.arrayBuffer();
    if (response.status === 200) downloaded += 1;
    return response;
  };
  const operations: (() => Promise<Response | string>)[] = [
    async () => pick(people).publish(pick(names), "1.0.0", { category: pick(categories), tags: ["one"] }),
    async () => {
      const [owned] = await stack.sql`select p.name, o.user_id from plugin_owners o join plugins p on p.id = o.plugin_id
        order by p.name offset ${random(5)} limit 1`;
      const owner = people.find(({ id }) => id === owned?.user_id);
      const version = `1.${random(40)}.1`;
      return owner
        ? owner.publish(owned?.name, version, { category: pick(categories), tags: [pick(names)] })
        : plugin();
    },
    async () => pick(people).request(`${plugin()}/versions/1.0.0/yank`, { method: "DELETE" }),
    async () => pick(people).review(pick(names), 1 + random(5)),
    async () => pick(people).review(pick(names), 1 + random(5)),
    async () => review((by, path) => by.request(path, { method: "PATCH", json: { rating: 1 + random(5) } })),
    async () => review((by, path) => by.request(path, { method: "DELETE" })),
    async () => moderate("verify", { verified: random(3) > 0 }),
    async () => moderate("takedown", { reason: "For the test" }),
    async () => moderate("restore", {}),
    async () => moderate("restore", {}),
    download,
    download,
    download,
    async () => (await somebody(stack)).username,
  ];
  for (let wave = 0; wave < 12; wave += 1) {
    const answers = await Promise.all(Array.from({ length: 15 }, () => pick(operations)()));
    const failed = answers.filter((each) => each instanceof Response && each.status >= 500);
    expect(await Promise.all((failed as Response[]).map((each) => each.text()))).toEqual([]);
    if (wave % 4 === 3) await expectTotalsToHold(stack.sql);
  }
  const counted = async () => (await stack.sql`select sum(downloads)::int as downloads from plugins`)[0]?.downloads;
  await expect.poll(counted, { timeout: 15_000 }).toBe(downloaded);
  const totals = await expectTotalsToHold(stack.sql);
  expect(totals).toMatchObject({ users: expect.toSatisfy((users) => users >= 7) });
});

test("the public numbers and the administrators' are the kept ones", async () => {
  for (const name of names) {
    await admin.request(`/api/v1/admin/plugins/${name}/restore`, { method: "POST" });
    await people[0]!.publish(name);
  }
  const [plugin] = names;
  await stack.sql`update plugins set downloads = downloads + 100 where name = ${plugin}`;
  const totals = await expectTotalsToHold(stack.sql);
  expect(totals?.plugins).toBe(names.length);

  const { status, body } = await answer(stack.request("/api/v1/stats"));
  expect([status, body]).toMatchObject([
    200,
    {
      total_plugins: totals?.plugins,
      total_versions: totals?.versions,
      total_downloads: totals?.downloads,
      total_users: totals?.users,
      total_reviews: totals?.reviews,
    },
  ]);
  const listed = (body.categories as { category: string; plugins: number }[]).filter(({ plugins }) => plugins > 0);
  expect(Object.fromEntries(listed.map(({ category, plugins }) => [category, plugins]))).toEqual(
    totals?.plugins_by_category,
  );
  expect(body.top_plugins[0]).toMatchObject({ name: plugin });

  const average = totals?.reviews ? Math.round((10 * totals.rating_sum) / totals.reviews) / 10 : 0;
  expect(await answer(admin.request("/api/v1/admin/stats"))).toEqual({
    status: 200,
    body: {
      total_plugins: totals?.plugins,
      total_downloads: totals?.downloads,
      total_users: totals?.users,
      verified_plugins: totals?.verified_plugins,
      total_reviews: totals?.reviews,
      average_rating: average,
    },
  });
});
