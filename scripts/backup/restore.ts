import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import type { ObjectStore } from "#platform/object-store.ts";
import { migrate, readMigrations } from "../migrate.ts";
import type { CommandDatabase } from "../stack/command-database.ts";
import { Problem } from "../stack/problem.ts";
import { checkFiles, namedFiles } from "./files.ts";
import { loadTables, refuseTampered } from "./load.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { differences, recountRows } from "./recount.ts";
import { readJournal, transaction } from "./transaction.ts";

interface RestoreOptions {
  folder: string;
  database: CommandDatabase;
  bucket: ObjectStore;
  /** The manifest's SHA-256, as it was kept elsewhere. */
  remembered?: string | undefined;
}

/**
 * Fills an empty database in one transaction, which commits when a recount of it and of the bucket is the backup's. The
 * bucket may hold the files already, as when only the database was lost: each is read again, whoever has written it.
 * @throws Problem with each difference; then the database is empty still
 */
export async function restoreBackup({ folder, database, bucket, remembered }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder, remembered);
  refuseUnknownSchema(manifest);
  await refuseTampered(folder, manifest);
  const { databaseUrl } = database;
  await transaction(databaseUrl, "BEGIN READ ONLY", (client) => refuseUsed(client, manifest));
  await migrate({ ...database, first: manifest.migrations.length });
  await transaction(databaseUrl, "BEGIN", async (client) => {
    await loadTables(client, folder, () => refuseUsed(client, manifest));
    const files = await namedFiles(client);
    const { faults } = await checkFiles(files, savedFiles(folder), ({ key, type }, bytes) =>
      bucket.put(key, bytes, type),
    );
    const tampered = faults.filter((key) => !manifest.recount.files.faults.includes(key));
    if (tampered.length > 0) throw new Problem(`Files of the backup are not what was saved:\n${tampered.join("\n")}`);
    const recount = { ...(await recountRows(client)), files: await checkFiles(files, bucket.getWhole) };
    const differ = differences(manifest.recount, recount);
    if (differ.length > 0) throw new Problem(`Not restored, for the recounts differ:\n${differ.join("\n")}`);
  });
  return manifest;
}

function refuseUnknownSchema({ migrations }: Manifest): void {
  const known = readMigrations().map(({ folderMillis, hash }) => ({ created_at: folderMillis, hash }));
  if (isDeepStrictEqual(migrations, known.slice(0, migrations.length))) return;
  throw new Problem("The backup's schema is not one that drizzle/ leads to: restore with the release that saved it.");
}

/** Every row but those of the migrations hangs on an account. */
async function refuseUsed(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const journal = await readJournal(client);
  const { rows } = await client.query<{ tables: number; accounts: boolean }>(`
    SELECT (SELECT count(*)::integer FROM pg_tables WHERE schemaname = 'public') AS tables,
      to_regclass('users') IS NOT NULL AS accounts`);
  const { tables = 0, accounts = false } = rows[0] ?? {};
  if (journal.length === 0 && tables > 0) throw new Problem("The database holds tables of something else.");
  if (!isDeepStrictEqual(journal, migrations.slice(0, journal.length))) {
    throw new Problem("The database has another schema than the backup: name a new one.");
  }
  if (accounts && (await client.query("SELECT FROM users LIMIT 1")).rowCount !== 0) {
    throw new Problem("The database is not empty: name a new one.");
  }
}

const savedFiles = (folder: string) => (key: string) =>
  readFile(join(folder, "files", key)).then(
    (bytes) => new Uint8Array(bytes).buffer,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    },
  );
