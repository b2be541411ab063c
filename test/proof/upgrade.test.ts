import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { verifyAuditLog } from "../../scripts/admin/verify-audit-log.ts";
import { migrate, readMigrations } from "../../scripts/migrate.ts";
import { problemsOf } from "../../scripts/migrations/rules.ts";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { connect } from "../../src/db/neon.ts";
import { templateName } from "../support/context.ts";
import { type Database, openDatabase } from "../support/database.ts";
import { Random } from "../support/fuzz/random.ts";
import { send } from "../support/fuzz/send.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { addMigrations } from "../support/migrations.ts";
import { proves, times } from "../support/proof.ts";
import { expectTotalsToHold } from "../support/recount.ts";
import { printedSeed } from "../support/seed.ts";
import { mixOf } from "../support/soak/mix.ts";
import { makeSoakWorld, type SoakWorld } from "../support/soak/world.ts";

/**
 * There is one Worker here, this tree's, so the release before is where it runs too: on the schema without the audit chain,
 * which no request looks at, but with the functions that it reads by. There it meets the real migrations from the chain on, then one of each kind that a next
 * release may bring, added to a copy of the folder: columns and a table, an index, slices of a backfill, a constraint, and
 * what takes all of it away. It uses none of those, as a Worker of the release before would not.
 */
const BEFORE = 16;
const READ_BY = ["0019_name_words", "0026_search_words", "0028_plugins_as_json", "0029_search_functions"];
const NEXT = {
  next_columns: `ALTER TABLE plugins ADD COLUMN spotlight text;
ALTER TABLE plugin_versions ADD COLUMN reviewed boolean DEFAULT false NOT NULL;
CREATE TABLE spotlights (plugin_id uuid PRIMARY KEY REFERENCES plugins (id), since timestamptz NOT NULL);`,
  next_index: `CREATE INDEX CONCURRENTLY IF NOT EXISTS "plugins_spotlight" ON plugins (spotlight, name);`,
  next_slice_1: "UPDATE plugins SET spotlight = category WHERE id < '40000000-0000-0000-0000-000000000000';",
  next_slice_2: `UPDATE plugins SET spotlight = category
WHERE id >= '40000000-0000-0000-0000-000000000000' AND id < '80000000-0000-0000-0000-000000000000';`,
  next_constraint: `ALTER TABLE plugins ADD CONSTRAINT spotlight_short CHECK (length(spotlight) < 100) NOT VALID;`,
  next_validation: `ALTER TABLE plugins VALIDATE CONSTRAINT spotlight_short;`,
  next_contract: `-- contract: nothing has used this since 0016_audit_chain
DROP TABLE spotlights;
ALTER TABLE plugins DROP COLUMN spotlight;
ALTER TABLE plugin_versions DROP COLUMN reviewed;`,
};
const PLUGINS = times({ proof: 15_000, test: 300 });
const CONNECTIONS = times({ proof: 20, test: 6 });
/** How many answers somebody's long transaction stands in the migrations' way for. */
const IN_THE_WAY = times({ proof: 1_000, test: 200 });

let stack: PrivateStack;
let world: SoakWorld;
let folder: string;
const seed = printedSeed("upgrade");

beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1_000_000, DOWNLOAD_FLUSH_SECONDS: 0.5 } });
  folder = await mkdtemp(join(tmpdir(), "mockforge-migrations-"));
  await cp("drizzle", folder, { recursive: true });
  await addMigrations(folder, NEXT);
  await stack.sql.query("drop schema public, drizzle cascade; create schema public");
  await upgrade(BEFORE);
  for (const name of READ_BY) await stack.sql.query(await readFile(`drizzle/${name}.sql`, "utf8"));
  // The seeder is this release's: it chains the audit rows that it has written, where there is no chain yet.
  await stack.sql`create function chain_audit_rows() returns void language sql as ''`;
  world = await makeSoakWorld(stack, PLUGINS);
  await stack.sql`drop function chain_audit_rows()`;
}, 300_000);
afterAll(async () => {
  await stack?.close();
  await rm(folder, { recursive: true });
});

const upgrade = (first?: number) =>
  migrate({
    databaseUrl: stack.databaseUrl,
    sqlEndpoint: stack.sqlEndpoint.url,
    folder,
    ...(first !== undefined && { first }),
  });

/** Asks what a registry is asked, some requests at a time, until the work is done. */
async function askDuring(work: (answered: (count: number) => Promise<void>) => Promise<void>) {
  const nextAsked = mixOf(world, new Random(seed));
  const wrong: string[] = [];
  let answers = 0;
  let slowestMs = 0;
  const done = new AbortController();
  const answered = (count: number) => {
    const enough = answers + count;
    return expect.poll(() => answers, { timeout: 120_000, interval: 20 }).toBeGreaterThan(enough);
  };
  const connection = async () => {
    while (!done.signal.aborted) {
      const { kind, sent, isRight } = await nextAsked();
      const started = performance.now();
      const received = await send(stack.url, sent).catch(String);
      answers += 1;
      slowestMs = Math.max(slowestMs, performance.now() - started);
      if (typeof received !== "string" && isRight(received)) continue;
      const said = typeof received === "string" ? received : `${received.status} ${received.body.toString()}`;
      wrong.push(`${kind} ${sent.path}: ${said.slice(0, 300)}`);
    }
  };
  const connections = Array.from({ length: CONNECTIONS }, connection);
  await work(answered).finally(() => done.abort());
  await Promise.all(connections);
  return { wrong, answers, slowestMs };
}

proves("the migrations of a release run on a filled database while requests run: no wrong answer", async (tally) => {
  let applied = 0;
  const asked = await askDuring(async (answered) => {
    await answered(50);
    applied += await upgrade(BEFORE + 1);
    await answered(50);
    // As a backup does, or somebody who looks something up.
    const reader = new pg.Client(stack.databaseUrl);
    await reader.connect();
    await reader.query("BEGIN; SELECT FROM plugins LIMIT 1");
    const upgraded = upgrade();
    await answered(IN_THE_WAY);
    expect(await stack.sql`select from information_schema.columns where column_name = 'spotlight'`).toEqual([]);
    await reader.end();
    applied += await upgraded;
    await answered(50);
  });
  for (const each of asked.wrong.slice(0, 10)) console.error(each);
  tally.tried = asked.answers;
  tally.failed = asked.wrong.length;
  tally.remark = `${applied} migrations, ${PLUGINS} plugins, slowest answer ${asked.slowestMs.toFixed(0)} ms`;
  expect(applied).toBe(readMigrations(folder).length - BEFORE);
});

proves("what an upgraded database holds is what a new one would, and counts right", async (tally) => {
  const { postgresUrl } = inject("stack");
  const name = `test_${randomUUID()}`;
  const pristine = openDatabase(await createDatabase(postgresUrl, name, templateName));
  const [is, was] = await Promise.all([stack.sql, pristine].map(structure));
  expect(is).toEqual(was);
  await pristine.close();
  await dropDatabase(postgresUrl, name);
  await expectTotalsToHold(stack.sql);
  const { head, problems } = await verifyAuditLog(connect(stack.databaseUrl, { endpoint: stack.sqlEndpoint.url }));
  expect(problems).toEqual([]);
  expect(await stack.sql`select count(*)::integer as rows from audit_log`).toEqual([{ rows: head.position }]);
  tally.tried = is!.length + head.position;
});

const structure = (sql: Database) => sql`
  select 'column' as kind, table_name || '.' || column_name as name, data_type || is_nullable as definition
  from information_schema.columns where table_schema = 'public'
  union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
  union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  order by 1, 2, 3`;

proves("the rehearsed migrations follow the rules that real ones are held to", async (tally) => {
  expect(Object.values(NEXT).flatMap((sql) => problemsOf(sql, ["0016_audit_chain"]))).toEqual([]);
  tally.tried = Object.keys(NEXT).length;
});
