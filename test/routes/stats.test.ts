import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, aTime } from "../support/answers.ts";
import { somebody } from "../support/people.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const CATEGORIES = ["auth", "template", "response", "datasource", "middleware", "testing", "observability", "other"];
const stats = () => answer(stack.request("/api/v1/stats"));
const namesOf = (plugins: { name: string }[]) => plugins.map(({ name }) => name);

test("an empty registry has numbers too, from one round trip", async () => {
  stack.sqlEndpoint.roundTrips.length = 0;
  expect(await stats()).toEqual({
    status: 200,
    body: {
      total_plugins: 0,
      total_versions: 0,
      total_downloads: 0,
      total_users: 0,
      total_reviews: 0,
      top_plugins: [],
      recent_plugins: [],
      categories: CATEGORIES.map((category) => ({ category, plugins: 0 })),
    },
  });
  expect(stack.sqlEndpoint.roundTrips).toHaveLength(1);
});

test("the ten most downloaded and the ten latest plugins are shown, each in a line", async () => {
  const [author, reviewer, admin] = await Promise.all([
    somebody(stack),
    somebody(stack),
    somebody(stack, { isAdmin: true }),
  ]);
  // Without i, l and digits, which are taken for one another.
  const names = [..."abcdefghjkmn"].map((letter) => `plugin-${letter}`);
  for (const name of names) await author.publishes(name, "1.0.0", { category: "auth", description: `About ${name}` });
  await reviewer.reviews("plugin-c", 4);
  await stack.sql`update plugins set downloads = 7 where name = 'plugin-c'`;
  await stack.sql`update plugins set downloads = 9 where name = 'plugin-d'`;
  await stack.sql`update plugins set downloads = 9 where name = 'plugin-b'`;
  await author.publishes("plugin-a", "0.9.0");

  const { body } = await stats();
  expect(body).toMatchObject({
    total_plugins: 12,
    total_versions: 13,
    total_downloads: 25,
    total_users: 3,
    total_reviews: 1,
  });
  expect(body.categories).toEqual(CATEGORIES.map((category) => ({ category, plugins: category === "auth" ? 12 : 0 })));
  expect(namesOf(body.top_plugins)).toEqual([..."bdcaefghjk"].map((letter) => `plugin-${letter}`));
  expect(body.top_plugins[2]).toEqual({
    name: "plugin-c",
    version: "1.0.0",
    description: "About plugin-c",
    category: "auth",
    downloads: 7,
    week_downloads: 0,
    verified: false,
    rating: 4,
    created_at: aTime,
    updated_at: aTime,
  });
  expect(namesOf(body.recent_plugins)).toEqual(["plugin-a", ...names.toReversed().slice(0, 9)]);

  await admin.request("/api/v1/admin/plugins/plugin-b/takedown", { json: { reason: "Spam" } });
  const after = (await stats()).body;
  expect(after).toMatchObject({ total_plugins: 11, total_downloads: 25 });
  expect(namesOf([...after.top_plugins, ...after.recent_plugins])).not.toContain("plugin-b");
});
