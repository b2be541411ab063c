import { fileURLToPath } from "node:url";
import { NeonDbError, type NeonQueryFunction } from "@neondatabase/serverless";
import { readMigrationFiles, type MigrationMeta } from "drizzle-orm/migrator";
import { withDatabase } from "./stack/command-database.ts";
import { connect } from "./stack/neon.ts";
import { Problem, runCommand } from "./stack/problem.ts";

export interface MigrateOptions {
  databaseUrl: string;
  sqlEndpoint?: string;
  /** Only so many of the migrations: for a database as an earlier release had it. */
  first?: number;
}

type Sql = NeonQueryFunction<false, false>;

const migrationsFolder = fileURLToPath(new URL("../drizzle", import.meta.url));
/** All that there are, in their order. */
export const readMigrations = (): MigrationMeta[] => readMigrationFiles({ migrationsFolder });

const takeLock = "SELECT pg_advisory_xact_lock(hashtext('drizzle.__drizzle_migrations'))";
const alreadyApplied = "MF001";

/**
 * Brings the database up to date and returns how many migrations it applied. Drizzle's own migrator for this driver
 * runs statement by statement and leaves half of a migration behind when one fails; here a file and its journal row
 * are one transaction, and migrators that run at the same time take turns. The journal's format is Drizzle's.
 */
export async function migrate({ databaseUrl, sqlEndpoint, first }: MigrateOptions): Promise<number> {
  const sql = connect(databaseUrl, sqlEndpoint);
  const applied = await readJournal(sql);
  const migrations = readMigrations().slice(0, first);
  let count = 0;
  for (const [index, migration] of migrations.entries()) {
    const hash = applied.get(migration.folderMillis);
    if (hash === undefined) count += await apply(sql, migration, index);
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

async function apply(sql: Sql, migration: MigrationMeta, index: number): Promise<number> {
  const { folderMillis, hash } = migration;
  const guard = `DO $$ BEGIN
    IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at = ${folderMillis})
    THEN RAISE EXCEPTION 'already applied' USING ERRCODE = '${alreadyApplied}'; END IF;
  END $$`;
  try {
    await sql.transaction([
      sql.query(takeLock),
      sql.query(guard),
      ...migration.sql.map((statement) => sql.query(statement)),
      sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${hash}, ${folderMillis})`,
    ]);
    return 1;
  } catch (error) {
    if (error instanceof NeonDbError && error.code === alreadyApplied) return 0;
    const { message, hint } = error as NeonDbError;
    throw new Problem(
      `Migration ${index} of drizzle/ failed and left nothing behind: ${message}${hint ? ` (${hint})` : ""}`,
    );
  }
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
