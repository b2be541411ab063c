import { expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;

const badgesOf = async (name: string): Promise<string[]> =>
  (await answer(request(`/api/v1/plugins/${name}/badges`))).body.badges;

/** A plugin that has earned nothing, not even `maintained`. */
async function plain(author?: Person) {
  const name = unique("badges");
  await (author ?? (await somebody(stack))).publishes(name);
  await sql`update plugin_versions set published_at = now() - interval '1 year'
    where plugin_id = (select id from plugins where name = ${name})`;
  return name;
}

test("badges answer with the plugin's name and its current version", async () => {
  const name = await plain();
  expect(await answer(request(`/api/v1/plugins/${name}/badges`))).toEqual({
    status: 200,
    body: { name, version: "1.0.0", badges: [] },
  });
});

test("all six at once, in their order", async () => {
  const name = await plain(await somebody(stack, { isOfficial: true }));
  await sql`update plugins set verified_at = now(), downloads = 1000, rating_sum = 50, reviews_count = 10,
    week_downloads = 50, previous_week_downloads = 0 where name = ${name}`;
  await sql`update plugin_versions set published_at = now()
    where plugin_id = (select id from plugins where name = ${name})`;
  const all = ["official", "verified", "popular", "highly-rated", "maintained", "trending"];
  expect(await badgesOf(name)).toEqual(all);
  expect((await answer(request(`/api/v1/plugins/${name}`))).body.badges).toEqual(all);
  expect((await answer(request(`/api/v1/plugins?q=${name}`))).body.plugins[0].badges).toEqual(all);
});

test.for<[facts: string, badges: string[]]>([
  ["downloads = 999", []],
  ["downloads = 1000", ["popular"]],
  ["rating_sum = 45, reviews_count = 10", ["highly-rated"]],
  ["rating_sum = 44, reviews_count = 10", []],
  ["rating_sum = 45, reviews_count = 9", []],
  ["rating_sum = 449, reviews_count = 100", []],
  ["rating_sum = 450, reviews_count = 100", ["highly-rated"]],
  ["week_downloads = 49", []],
  ["week_downloads = 50", ["trending"]],
  ["week_downloads = 150, previous_week_downloads = 100", ["trending"]],
  ["week_downloads = 149, previous_week_downloads = 100", []],
  ["week_downloads = 50, previous_week_downloads = 34", []],
  ["verified_at = now()", ["verified"]],
])("with %s it has %s", async ([facts, badges]) => {
  const name = await plain();
  await sql.query(`update plugins set ${facts} where name = $1`, [name]);
  expect(await badgesOf(name)).toEqual(badges);
});

test("maintained: any version of the last 90 days that is not yanked", async () => {
  const name = await plain();
  const publishedAgo = (version: string, ago: string) =>
    sql.query(
      `update plugin_versions set published_at = now() - interval '${ago}'
       where version = $2 and plugin_id = (select id from plugins where name = $1)`,
      [name, version],
    );
  await publishedAgo("1.0.0", "90 days -1 minutes");
  expect(await badgesOf(name)).toEqual(["maintained"]);
  await publishedAgo("1.0.0", "90 days 1 minutes");
  expect(await badgesOf(name)).toEqual([]);

  const owner = await somebody(stack);
  await sql`insert into plugin_owners (plugin_id, user_id) select id, ${owner.id} from plugins where name = ${name}`;
  await owner.publishes(name, "0.9.1");
  expect(await badgesOf(name)).toEqual(["maintained"]);
  await owner.request(`/api/v1/plugins/${name}/versions/0.9.1/yank`, { method: "DELETE" });
  expect(await badgesOf(name)).toEqual([]);
});

test("official: the account that published the current version is marked, whoever else owns the plugin", async () => {
  const [official, other] = await Promise.all([somebody(stack, { isOfficial: true }), somebody(stack)]);
  const name = await plain(official);
  expect(await badgesOf(name)).toEqual(["official"]);
  await sql`insert into plugin_owners (plugin_id, user_id) select id, ${other.id} from plugins where name = ${name}`;
  await other.publishes(name, "1.1.0");
  expect(await badgesOf(name)).toEqual(["maintained"]);
  await official.publishes(name, "1.2.0");
  expect(await badgesOf(name)).toEqual(["official", "maintained"]);
  await sql`update users set is_official = false where id = ${official.id}`;
  expect(await badgesOf(name)).toEqual(["maintained"]);
});
