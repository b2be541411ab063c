import { expect, test } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();

async function plugin() {
  const owner = await somebody(stack);
  const name = unique("series");
  await owner.publishes(name, "1.0.0");
  await owner.publishes(name, "1.1.0");
  const add = (version: string, daysAgo: number, downloads: number) => stack.sql`
    insert into plugin_downloads_daily (version_id, plugin_id, day, downloads)
    select v.id, p.id, (now() at time zone 'utc')::date - ${daysAgo}::integer, ${downloads}::integer
    from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name} and v.version = ${version}`;
  return { name, add };
}

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

test("downloads come by version and day, the highest version first, within the days asked for", async () => {
  const { name, add } = await plugin();
  await add("1.0.0", 40, 7);
  await add("1.0.0", 2, 3);
  await add("1.1.0", 2, 5);
  await add("1.1.0", 0, 1);
  const answer = await stack.request(`/api/v1/plugins/${name}/downloads?days=30`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    name,
    from: day(29),
    to: day(0),
    total: 9,
    versions: [
      {
        version: "1.1.0",
        total: 6,
        days: [
          { day: day(2), downloads: 5 },
          { day: day(0), downloads: 1 },
        ],
      },
      { version: "1.0.0", total: 3, days: [{ day: day(2), downloads: 3 }] },
    ],
  });
  expect(await (await stack.request(`/api/v1/plugins/${name}/downloads`)).json()).toMatchObject({ total: 16 });
});

test("a plugin without downloads has an empty series, none is 404, odd numbers of days are 400", async () => {
  const { name } = await plugin();
  const empty = await stack.request(`/api/v1/plugins/${name}/downloads`);
  expect(await empty.json()).toMatchObject({ total: 0, versions: [] });
  expect((await stack.request(`/api/v1/plugins/${unique("none")}/downloads`)).status).toBe(404);
  for (const days of ["0", "366", "x", "1.5"]) {
    expect((await stack.request(`/api/v1/plugins/${name}/downloads?days=${days}`)).status).toBe(400);
  }
});
