import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase as connect } from "#db/client.ts";
import { resolvePlugins } from "#features/resolution/index.ts";
import { createDatabase, dropDatabase } from "../../../scripts/stack/databases.ts";
import { templateName } from "../../support/context.ts";
import { type Database, openDatabase } from "../../support/database.ts";
import { somebody } from "../../support/people.ts";
import { insertRegistry } from "../../support/registry.ts";
import { shared } from "../../support/stack.ts";

const { postgresUrl, sqlEndpoint } = inject("stack");
const name = `resolution_${randomUUID()}`;
let sql: Database;
let resolved: (plugins: Record<string, string>) => Promise<number>;

beforeAll(async () => {
  const databaseUrl = await createDatabase(postgresUrl, name, templateName);
  sql = openDatabase(databaseUrl);
  const db = connect({ databaseUrl, endpoint: sqlEndpoint });
  resolved = async (plugins) =>
    (await resolvePlugins({ db }, { plugins, lock: undefined, mockforge_version: undefined }, "")).resolved.length;
  const author = await somebody({ ...shared(), sql });
  await insertMany(author.id);
  await insertRegistry(sql, author.id, pigeons(20));
});

afterAll(async () => {
  await sql.close();
  await dropDatabase(postgresUrl, name);
});

/** Straight in, without triggers, which are not made for thousands of versions of one plugin at once. */
async function insertMany(authorId: string): Promise<void> {
  await sql.query(`
    set session_replication_role = replica;
    create temporary table wanted (plugin text, minor integer);
    insert into wanted select 'chain-' || n, 0 from generate_series(1, 2001) n;
    insert into wanted select 'many-20000', n from generate_series(1, 20000) n;
    insert into wanted select 'many-20001', n from generate_series(1, 20001) n;
    insert into wanted select 'needy', n from generate_series(1, 1001) n;
    insert into wanted select 'target-' || n, 0 from generate_series(1, 100) n;
    insert into plugins (name, author_id, description, category, license)
    select distinct plugin, '${authorId}'::uuid, 'x', 'other', 'MIT' from wanted;
    insert into plugin_versions (plugin_id, version, precedence, is_prerelease, description, category, license, checksum,
      size_bytes, module_key, package_key, package_checksum, package_size_bytes, published_by)
    select p.id, '1.' || minor || '.0', lpad(minor::text, 9, '0'), false, 'x', 'other', 'MIT', repeat('0', 64),
      1, plugin || '/' || minor, plugin || '/' || minor, repeat('0', 64), 1, p.author_id
    from wanted join plugins p on p.name = plugin;
    insert into plugin_dependencies (version_id, dependency_id, requirement)
    select v.id, target.id, '*' from generate_series(1, 2000) n
    join plugins p on p.name = 'chain-' || n join plugin_versions v on v.plugin_id = p.id
    join plugins target on target.name = 'chain-' || n + 1
    union all
    select v.id, target.id, '*' from plugins p join plugin_versions v on v.plugin_id = p.id
    join plugins target on target.name like 'target-%' where p.name = 'needy';
    analyze;
    set session_replication_role = default`);
}

/** One more pigeon than holes. */
function pigeons(holes: number): string {
  const each = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const wishes = each(holes + 1).flatMap((pigeon) =>
    each(holes).map((hole) => `pigeon-${pigeon} ${hole}.0.0: hole-${hole} =${pigeon}.0.0`),
  );
  const places = each(holes).flatMap((hole) => each(holes + 1).map((pigeon) => `hole-${hole} ${pigeon}.0.0`));
  return [...wishes, ...places].join("\n");
}

const tooLarge = (message: string) =>
  expect.objectContaining({ code: "resolution_too_large", status: 422, message: expect.stringContaining(message) });

describe("a resolution has limits, and says which one it met", () => {
  test("2,000 plugins", async () => {
    expect(await resolved({ "chain-2": "*" })).toBe(2_000);
    await expect(resolved({ "chain-1": "*" })).rejects.toEqual(tooLarge("More than 2000 plugins"));
  });

  test("20,000 versions", async () => {
    expect(await resolved({ "many-20000": "<1.7" })).toBe(1);
    await expect(resolved({ "many-20001": "*" })).rejects.toEqual(tooLarge("More than 20000 versions"));
  });

  test("100,000 dependencies", async () => {
    await expect(resolved({ needy: "*" })).rejects.toEqual(tooLarge("More than 100000 dependencies"));
  });

  test("the work of choosing", async () => {
    const roots = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`pigeon-${index + 1}`, "*"]));
    await expect(resolved(roots)).rejects.toEqual(tooLarge("too entangled"));
  });
});
