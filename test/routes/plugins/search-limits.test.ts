import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../support/answers.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack({
    async seed({ sql }) {
      const [user] = await sql`insert into users (username, email, password_hash)
        values ('bulk', 'bulk@example.com', 'x') returning id`;
      // 1,000 plugins say "thousand", 1,001 more say "plenty", and 1,501 carry the tag.
      await sql.query(
        `with plugin as (
           insert into plugins (name, author_id, description, category, license, tags, downloads)
           select format('bulk-%s', n), $1, case when n <= 1000 then 'thousand' else 'plenty' end, 'testing', 'MIT',
             case when n > 500 then '{bulky}' else '{}' end::text[], n
           from generate_series(1, 2001) n returning *
         )
         insert into plugin_versions (plugin_id, version, precedence, is_prerelease, description, category, license,
           tags, checksum, size_bytes, module_key, package_key, package_checksum, package_size_bytes, published_by)
         select id, '1.0.0', '011010~', false, description, category, license, tags, repeat('0', 64), 1, name || '.wasm', name || '.zip',
           repeat('0', 64), 1, $1 from plugin`,
        [user?.id],
      );
      await sql`analyze`;
    },
  });
});
afterAll(() => stack.close());

const search = async (json: Record<string, unknown>) =>
  (await answer(stack.request("/api/v1/plugins/search", { json }))).body;

test("a thousand matches are counted, one more is not", async () => {
  expect(await search({ query: "thousand", per_page: 1 })).toMatchObject({ total: 1000 });
  expect(await search({ query: "thousand", per_page: 1 })).not.toHaveProperty("total_is_capped");
  for (const query of ["plenty", "bulk", "bulk plenty"]) {
    expect(await search({ query, per_page: 1 }), query).toMatchObject({ total: 1000, total_is_capped: true });
  }
});

test("filters are counted before the cap", async () => {
  expect(await search({ query: "thousand", tags: ["bulky"] })).toMatchObject({ total: 500 });
  expect(await search({ query: "thousand", tags: ["bulky"] })).not.toHaveProperty("total_is_capped");
  expect(await search({ query: "bulk", tags: ["bulky"] })).toMatchObject({ total: 1000, total_is_capped: true });
});

test("a listing without words has an exact total, however long", async () => {
  expect(await search({ per_page: 1 })).toMatchObject({ total: 2001 });
  expect(await search({ tags: ["bulky"], per_page: 1 })).toMatchObject({ total: 1501 });
  expect(await search({ per_page: 1 })).not.toHaveProperty("total_is_capped");
});

test("of many matches, the most downloaded come first when asked for, through all pages that are counted", async () => {
  const first = await search({ query: "plenty", sort: "downloads", per_page: 2 });
  expect(first.plugins.map(({ name }: { name: string }) => name)).toEqual(["bulk-2001", "bulk-2000"]);
  const last = await search({ query: "plenty", sort: "downloads", page: 9, per_page: 100 });
  expect(last.plugins).toHaveLength(100);
  const beyond = await search({ query: "plenty", sort: "downloads", page: 10, per_page: 100 });
  expect(beyond).toMatchObject({ total: 1000, plugins: [] });
});

test.each(["plenty", "bulk"])(
  "%s: by relevance each match is on one page, the less used ones by use",
  async (query) => {
    const pages = await Promise.all(
      Array.from({ length: 10 }, (_, page) => search({ query, sort: "relevance", page, per_page: 100 })),
    );
    const downloads = pages.flatMap(({ plugins }) => plugins.map((p: { downloads: number }) => p.downloads));
    expect(new Set(downloads).size).toBe(1000);
    const byUse = downloads.slice(250);
    expect(byUse).toEqual(byUse.toSorted((a: number, b: number) => b - a));
  },
);

test("the plugin of that very name is found among thousands that match, unless a filter excludes it", async () => {
  const found = await search({ query: "bulk 1", per_page: 1 });
  expect(found.plugins[0].name).toBe("bulk-1");
  expect(
    (await search({ query: "bulk-1", tags: ["bulky"] })).plugins.map((p: { name: string }) => p.name),
  ).not.toContain("bulk-1");
});

test("a list shows each plugin's current version alone, in one round trip", async () => {
  stack.sqlEndpoint.roundTrips.length = 0;
  const { plugins } = await search({ query: "plenty", per_page: 100 });
  expect(stack.sqlEndpoint.roundTrips).toHaveLength(1);
  expect(plugins).toHaveLength(100);
  for (const { versions } of plugins) expect(versions).toHaveLength(1);
});
