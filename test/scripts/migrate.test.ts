import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { migrate } from "../../scripts/migrate.ts";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { type Database, openDatabase } from "../support/database.ts";
import { addMigrations } from "../support/migrations.ts";

const { postgresUrl, sqlEndpoint } = inject("stack");
/** As the Worker has. */
const SQL_TIMEOUT_MS = 4_000;

let name: string;
let url: string;
let folder: string;
let sql: Database;
let clients: pg.Client[];

beforeEach(async () => {
  name = `test_${randomUUID()}`;
  url = await createDatabase(postgresUrl, name);
  folder = await mkdtemp(join(tmpdir(), "mockforge-migrations-"));
  sql = openDatabase(url);
  clients = [];
  await addMigrations(folder, {
    "0000_things": "CREATE TABLE things (id integer);\nINSERT INTO things VALUES (1), (2);",
  });
  await upgrade();
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await sql.close();
  await dropDatabase(postgresUrl, name);
  await rm(folder, { recursive: true });
});

const upgrade = (patienceMs = 60_000) => migrate({ databaseUrl: url, sqlEndpoint, folder, patienceMs });

/** Somebody with a transaction that does not end by itself. */
async function inTransaction(statement: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  clients.push(client);
  await client.connect();
  await client.query(`BEGIN; ${statement}`);
  return client;
}

/** Asks, over and over, for as long as several tries of a migration take. @throws when one waits as long as the Worker would not */
async function askMeanwhile(statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, statement_timeout: SQL_TIMEOUT_MS });
  clients.push(client);
  await client.connect();
  const end = performance.now() + 4_000;
  let asked = 0;
  for (; performance.now() < end; asked += 1) await client.query(statement);
  return asked;
}

const columns = async () =>
  (await sql`select column_name from information_schema.columns where table_name = 'things'`).length;
const journal = async () => (await sql`select from drizzle.__drizzle_migrations`).length;
const index = () => sql`
  select indisvalid as valid, indisunique as only from pg_index where indexrelid = to_regclass('things_id')`;

test("a migration that waits for a table lets readers pass, and is applied once it can be", async () => {
  await addMigrations(folder, { "0001_more": "ALTER TABLE things ADD COLUMN name text;" });
  const holder = await inTransaction("SELECT FROM things");
  const upgraded = upgrade();
  expect(await askMeanwhile("SELECT FROM things")).toBeGreaterThan(10);
  expect(await columns()).toBe(1);
  await holder.query("COMMIT");
  expect(await upgraded).toBe(1);
  expect(await columns()).toBe(2);
});

test("a migration that cannot be applied, or not in time, leaves nothing behind and is named", async () => {
  await addMigrations(folder, { "0001_more": "ALTER TABLE things ADD COLUMN name text;" });
  const holder = await inTransaction("SELECT FROM things");
  await expect(upgrade(0)).rejects.toThrow(/^Migration 1 of drizzle\/ failed and left nothing behind: .*lock timeout/);
  await holder.query("COMMIT");
  await upgrade();
  await addMigrations(folder, { "0002_wrong": "ALTER TABLE things ADD COLUMN more text;\nSELECT 1 / 0;" });
  await expect(upgrade()).rejects.toThrow(/^Migration 2 of drizzle\/ failed and left nothing behind: division by zero/);
  expect([await columns(), await journal()]).toEqual([2, 2]);
});

const INDEX = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "things_id" ON things (id);';

test("deployments at the same time apply each migration once", async () => {
  await addMigrations(folder, { "0001_more": "INSERT INTO things VALUES (3);", "0002_index": INDEX });
  const counts = await Promise.all([upgrade(), upgrade(), upgrade()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  expect([await journal(), await sql`select id from things`, await index()]).toMatchObject([
    3,
    [{ id: 1 }, { id: 2 }, { id: 3 }],
    [{ valid: true, only: true }],
  ]);
});

test("an index is built while others write", async () => {
  await addMigrations(folder, { "0001_index": `-- For reading by id.\n${INDEX}` });
  const writer = await inTransaction("INSERT INTO things VALUES (10)");
  const upgraded = upgrade();
  await sql`create sequence ids start 100`;
  expect(await askMeanwhile("INSERT INTO things VALUES (nextval('ids'))")).toBeGreaterThan(10);
  expect(await journal()).toBe(1);
  await writer.query("COMMIT");
  expect(await upgraded).toBe(1);
  expect(await index()).toEqual([{ valid: true, only: true }]);
});

test("an index whose building broke off is built anew by the next run, and not taken for one", async () => {
  await addMigrations(folder, { "0001_index": INDEX });
  await sql`insert into things values (2)`;
  await expect(upgrade()).rejects.toThrow(/^Migration 1 of drizzle\/ failed; the next run begins it anew/);
  expect(await index()).toEqual([{ valid: false, only: true }]);
  await expect(upgrade()).rejects.toThrow("could not create unique index");
  await sql`delete from things where ctid = (select max(ctid) from things)`;
  expect(await upgrade()).toBe(1);
  expect([await index(), await journal()]).toEqual([[{ valid: true, only: true }], 2]);
});
