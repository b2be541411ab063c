import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { NeonDbError, NeonQueryFunction } from "@neondatabase/serverless";
import { readMigrationFiles, type MigrationMeta } from "drizzle-orm/migrator";
import { concurrentIndexes } from "./migrations/concurrent-indexes.ts";
import { withDatabase } from "./stack/command-database.ts";
import { connect } from "../src/db/neon.ts";
import { Problem, runCommand } from "./stack/problem.ts";

export interface MigrateOptions {
  databaseUrl: string;
  sqlEndpoint?: string;
  /** Where the migrations are, unless they are this project's. */
  folder?: string;
  /** Only so many of the migrations: for a database as an earlier release had it. */
  first?: number;
  /** For how long a migration tries again to get its locks. */
  patienceMs?: number;
}

type Sql = NeonQueryFunction<false, false>;

const migrationsFolder = fileURLToPath(new URL("../drizzle", import.meta.url));

/** All that there are, in their order. */
export const readMigrations = (folder = migrationsFolder): MigrationMeta[] =>
  readMigrationFiles({ migrationsFolder: folder });

const takeLock = "SELECT pg_advisory_xact_lock(hashtext('drizzle.__drizzle_migrations'))";
const alreadyApplied = "MF001";

/**
 * Whoever waits for a lock on a table makes everybody wait who comes after, readers too. So a migration waits for less than
 * a request does, gives way, and tries again after a pause in which those requests are answered.
 */
const LOCK_TIMEOUT_MS = 500;
const PAUSE_MS = 1_000;
const PATIENCE_MS = 5 * 60_000;
/** SQLSTATEs of a lock that was not to be had in time, and of a deadlock. */
const CONTENDED = new Set(["55P03", "40P01"]);

/**
 * Brings the database up to date and returns how many migrations it applied. Drizzle's own migrator for this driver
 * runs statement by statement and leaves half of a migration behind when one fails; here a file and its journal row
 * are one transaction, and migrators that run at the same time take turns. The journal's format is Drizzle's.
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const { databaseUrl, sqlEndpoint, folder, first, patienceMs = PATIENCE_MS } = options;
  const sql = connect(databaseUrl, { endpoint: sqlEndpoint });
  const applied = await readJournal(sql);
  const migrations = readMigrations(folder).slice(0, first);
  let count = 0;
  for (const [index, migration] of migrations.entries()) {
    const hash = applied.get(migration.folderMillis);
    if (hash === undefined) count += await apply(sql, migration, index, performance.now() + patienceMs);
    else if (hash !== migration.hash) throw new Problem(changedMessage(index));
  }
  return count;
}

async function readJournal(sql: Sql): Promise<Map<number, string>> {
  const results = await sql
    .transaction([
      sql.query(takeLock),
      sql`CREATE SCHEMA IF NOT EXISTS drizzle`,
      sql`CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations
          (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
      sql`SELECT created_at, hash FROM drizzle.__drizzle_migrations`,
    ])
    .catch((error: unknown) => {
      throw new Problem(`The database cannot be reached: ${(error as Error).message}`);
    });
  const rows = results[3] as { created_at: string; hash: string }[];
  return new Map(rows.map((row) => [Number(row.created_at), row.hash]));
}

async function apply(sql: Sql, migration: MigrationMeta, index: number, giveUpAt: number): Promise<number> {
  try {
    await run(sql, migration);
    return 1;
  } catch (error) {
    const { message, hint, code } = error as NeonDbError;
    if (code === alreadyApplied) return 0;
    if (CONTENDED.has(code ?? "") && performance.now() < giveUpAt) {
      await setTimeout(PAUSE_MS);
      return apply(sql, migration, index, giveUpAt);
    }
    const after = concurrentIndexes(migration.sql) ? "; the next run begins it anew" : " and left nothing behind";
    throw new Problem(`Migration ${index} of drizzle/ failed${after}: ${message}${hint ? ` (${hint})` : ""}`);
  }
}

async function run(sql: Sql, migration: MigrationMeta): Promise<void> {
  const { folderMillis, hash } = migration;
  const guard = `DO $$ BEGIN
    IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at = ${folderMillis})
    THEN RAISE EXCEPTION 'already applied' USING ERRCODE = '${alreadyApplied}'; END IF;
  END $$`;
  const transaction = (statements: string[]) =>
    sql.transaction(
      // The turn is waited for as long as it takes; what is waited for from here on keeps others waiting.
      [takeLock, guard, `SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`, ...statements].map((each) => sql.query(each)),
    );
  const note = `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('${hash}', ${folderMillis})`;
  const indexes = concurrentIndexes(migration.sql);
  if (!indexes) return void (await transaction([...migration.sql, note]));
  await transaction(indexes.dropBroken);
  for (const statement of migration.sql) await sql.query(statement);
  await transaction([...indexes.refuseBroken, note]);
}

function changedMessage(index: number): string {
  return `Migration ${index} of drizzle/ differs from what this database was given; put it back and add a new one, or, \
if the data is only yours, start over with: npm run dev -- --fresh`;
}

if (import.meta.main) {
  await runCommand(async () => {
    // A deployment must not take the local stack for its database.
    if (!process.env.DATABASE_URL) {
      throw new Problem("Set DATABASE_URL to the database to migrate; the local stack migrates itself when it starts.");
    }
    await withDatabase(async (database) => {
      const count = await migrate(database);
      console.log(count === 0 ? "The database is up to date." : `Applied ${count} migrations.`);
    });
  });
}
