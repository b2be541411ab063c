import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { loadPlugins } from "../../scripts/seed/bulk/load.ts";
import { termsOf } from "../../scripts/seed/bulk/vocabulary.ts";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { precedenceKey } from "../../src/lib/versions.ts";
import { templateName } from "../support/context.ts";
import { type Database, openDatabase } from "../support/database.ts";

const PLUGINS = 600;
const name = `test_${randomUUID()}`;
let databaseUrl: string;
let sql: Database;

beforeAll(async () => {
  databaseUrl = await createDatabase(inject("stack").postgresUrl, name, templateName);
  sql = openDatabase(databaseUrl);
  await loadPlugins({ databaseUrl, plugins: PLUGINS });
});

afterAll(async () => {
  await sql?.close();
  await dropDatabase(inject("stack").postgresUrl, name);
});

describe("a database filled for measuring", () => {
  test("has the plugins asked for, with versions, downloads, reviews and votes, some yanked, some taken down", async () => {
    const [counts] = await sql`
      select (select count(*)::integer from plugins) as plugins,
        (select count(*) from plugins where taken_down_at is not null) > 0 as taken_down,
        (select count(*) from plugins where verified_at is not null) > 0 as verified,
        (select count(*) from plugin_versions) > ${PLUGINS} as versions,
        (select count(*) from plugin_versions where yanked_at is not null) > 0 as yanked,
        (select count(*) from plugin_versions where is_prerelease) > 0 as prereleases,
        (select count(*) from plugin_dependencies) > 0 as dependencies,
        (select count(distinct day) from plugin_downloads_daily) > 60 as days,
        (select count(*) from reviews) > 0 as reviews,
        (select count(*) from review_votes) > 0 as votes`;
    const { plugins, ...rest } = counts!;
    expect(plugins).toBe(PLUGINS);
    expect(Object.entries(rest).filter(([, some]) => !some)).toEqual([]);
  });

  test("holds each measuring term as often as documented", async () => {
    expect(termsOf(PLUGINS)).toEqual([
      ["quetzal", 1],
      ["marimba", 10],
    ]);
    for (const [term, matches] of termsOf(PLUGINS)) {
      const found = await sql`
        select from plugins where search @@ websearch_to_tsquery('pg_catalog.english', ${term}) and taken_down_at is null`;
      expect([term, found.length]).toEqual([term, matches]);
    }
  });

  test("keeps every word of a name", async () => {
    expect(
      await sql`select unnest(string_to_array(name, '-')) from plugins except select word from name_words`,
    ).toEqual([]);
  });

  test("counts on plugins equal what versions, days and reviews say", async () => {
    const wrong = await sql`
      select p.name from plugins p
      where p.downloads <> (select sum(downloads) from plugin_versions where plugin_id = p.id)
        or (p.rating_sum, p.reviews_count) <> (
          select coalesce(sum(rating), 0), count(*) from reviews where plugin_id = p.id
        )
        or (p.created_at, p.updated_at) <> (select min(published_at), max(published_at) from plugin_versions where plugin_id = p.id)
        or (p.recent_downloads, p.week_downloads, p.previous_week_downloads) <> (
          select coalesce(sum(downloads) filter (where day > today - 30), 0),
            coalesce(sum(downloads) filter (where day > today - 7), 0),
            coalesce(sum(downloads) filter (where day > today - 14 and day <= today - 7), 0)
          from plugin_downloads_daily, (select (now() at time zone 'UTC')::date as today) clock where plugin_id = p.id
        )`;
    expect(wrong).toEqual([]);
  });

  test("counts on versions and reviews equal what days and votes say", async () => {
    expect(
      await sql`
        select v.id from plugin_versions v
        where v.downloads < (select coalesce(sum(downloads), 0) from plugin_downloads_daily where version_id = v.id)`,
    ).toEqual([]);
    expect(
      await sql`
        select r.id from reviews r
        where (r.helpful_count, r.unhelpful_count) <> (
          select count(*) filter (where helpful), count(*) filter (where not helpful) from review_votes where review_id = r.id
        )`,
    ).toEqual([]);
  });

  test("the triggers would have chosen the same current versions", async () => {
    const shown = () => sql`
      select id, current_version_id, description, category, license, repository, homepage, language, tags, updated_at
      from plugins order by id`;
    const loaded = await shown();
    await sql`update plugin_versions set yanked_at = yanked_at`;
    expect(await shown()).toEqual(loaded);
  });

  test("the kept totals equal a recount", async () => {
    const [totals] = await sql`select to_jsonb(t) as kept from registry_totals t`;
    const [recount] = await sql`
      select jsonb_build_object(
        'only_row', true,
        'plugins', (select count(*) from plugins where taken_down_at is null),
        'verified_plugins', (select count(*) from plugins where taken_down_at is null and verified_at is not null),
        'versions', (select count(*) from plugin_versions),
        'users', (select count(*) from users),
        'reviews', (select count(*) from reviews),
        'rating_sum', (select sum(rating) from reviews),
        'downloads', (select sum(downloads) from plugins),
        'plugins_by_category', (
          select jsonb_object_agg(category, n)
          from (select category, count(*) as n from plugins where taken_down_at is null group by category) counts
        )
      ) as kept`;
    expect(totals).toEqual(recount);
  });

  test("every tag counts the public plugins that carry it", async () => {
    const wrong = await sql`
      select name from tags
      where plugins <> (select count(*) from plugins p where p.tags @> array[tags.name] and p.taken_down_at is null)`;
    expect(wrong).toEqual([]);
  });

  test("orders versions as semver does", async () => {
    const versions = await sql<{
      version: string;
      precedence: string;
    }>`select version, precedence from plugin_versions`;
    expect(versions.filter(({ version, precedence }) => precedence !== precedenceKey(version))).toEqual([]);
  });

  test("nobody reviews a plugin of theirs, or votes on a review of theirs", async () => {
    expect(await sql`select from reviews join plugin_owners using (plugin_id, user_id)`).toEqual([]);
    expect(
      await sql`select from review_votes v join reviews r on r.id = v.review_id where r.user_id = v.user_id`,
    ).toEqual([]);
  });

  test("no row points to one that is not there", async () => {
    const references = await sql<{ child: string; parent: string; column: string; key: string }>`
      select conrelid::regclass::text as child, confrelid::regclass::text as parent, c.attname as column, k.attname as key
      from pg_constraint f
      join pg_attribute c on c.attrelid = f.conrelid and c.attnum = f.conkey[1]
      join pg_attribute k on k.attrelid = f.confrelid and k.attnum = f.confkey[1]
      where f.contype = 'f' and f.connamespace = 'public'::regnamespace`;
    expect(references.length).toBeGreaterThan(10);
    for (const { child, parent, column, key } of references) {
      const orphans = await sql.query(`
        select from ${child} c where ${column} is not null and not exists (select from ${parent} p where p.${key} = c.${column})`);
      expect([child, column, orphans.length]).toEqual([child, column, 0]);
    }
  });

  test("leaves indexes and triggers as the migrations made them", async () => {
    const { postgresUrl } = inject("stack");
    const pristineName = `test_${randomUUID()}`;
    const pristine = openDatabase(await createDatabase(postgresUrl, pristineName, templateName));
    const structure = (database: Database) => database`
      select 'index' as kind, indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'
      union all
      select 'trigger', tgname, pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
      union all
      select 'schema', nspname, '' from pg_namespace where nspname !~ '^pg_'
      order by 1, 2, 3`;
    expect(await structure(sql)).toEqual(await structure(pristine));
    await pristine.close();
    await dropDatabase(postgresUrl, pristineName);
  });

  test("is not filled twice", async () => {
    await expect(loadPlugins({ databaseUrl, plugins: 10 })).rejects.toThrow("filled before");
  });
});

describe("npm run seed", () => {
  const seed = (options: string[], databaseAt: string) =>
    promisify(execFile)(process.execPath, ["scripts/seed.ts", ...options], {
      env: { ...process.env, DATABASE_URL: databaseAt },
    });

  test.for([
    "postgres://user:secret@ep-cool-name.eu-central-1.aws.neon.tech/registry",
    "postgres://localhost.example.com/registry",
    "postgres://user:secret@localhost/registry?host=db.example.com",
  ])("refuses %s, without connecting to it", async (remote) => {
    await expect(seed(["--plugins", "10"], remote)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^DATABASE_URL is not on this machine: add --allow-remote/),
    });
  });

  test.for(["", "--plugins many", "--plugins 0", "--rows 10"])(
    "explains itself when asked for '%s'",
    async (options) => {
      await expect(seed(options.split(" "), databaseUrl)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^Usage: npm run seed/),
      });
    },
  );
});
