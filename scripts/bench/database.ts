import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../migrate.ts";
import { loadPlugins } from "../seed/bulk/load.ts";
import { projectFolder } from "../stack/data-folder.ts";
import { createDatabase, dropDatabase } from "../stack/databases.ts";
import { startPostgres } from "../stack/postgres.ts";
import { startSqlEndpoint } from "../stack/sql-endpoint.ts";

export interface SeededServer {
  url: string;
  /** A database of so many plugins, for this run alone: what is kept between runs is what it is copied from. */
  open(plugins: number): Promise<SeededDatabase>;
  stop(): Promise<void>;
}

export interface SeededDatabase {
  url: string;
  drop(): Promise<void>;
}

/** What runs leave for the next: filled databases, and Verdaccio. */
export const keptFolder = join(tmpdir(), "mockforge-registry-bench");

/** Durable like a real one, with memory for a million plugins' hot rows and indexes. */
const settings = { shared_buffers: "1GB", max_connections: "200", max_wal_size: "8GB", checkpoint_timeout: "30min" };

export async function startSeededServer(report: (line: string) => void): Promise<SeededServer> {
  await mkdir(keptFolder, { recursive: true });
  const postgres = await startPostgres({ folder: join(keptFolder, "postgres"), settings });
  const key = await seedKey();
  await dropRuns(postgres.url);

  return {
    url: postgres.url,
    async open(plugins) {
      const seeded = `seeded_${key}_${plugins}`;
      if (await exists(postgres.url, seeded)) await bringUpToDate(postgres.url, seeded);
      else await fill(postgres.url, seeded, plugins, report);
      const name = `run_${randomUUID()}`;
      // File by file: by way of the write-ahead log, a million plugins take minutes.
      await ask(postgres.url, `CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(seeded)} STRATEGY FILE_COPY`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return { url: url.href, drop: () => dropDatabase(postgres.url, name) };
    },
    stop: postgres.stop,
  };
}

const quoted = (name: string): string => pg.escapeIdentifier(name);

/** Changes with the seeder; a new migration is applied to what is kept, as it would be to a registry in use. */
async function seedKey(): Promise<string> {
  const hash = createHash("sha256");
  const path = join(projectFolder, "scripts/seed/bulk");
  for (const file of (await readdir(path)).toSorted()) hash.update(await readFile(join(path, file)));
  return hash.digest("hex").slice(0, 12);
}

async function bringUpToDate(serverUrl: string, name: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if ((await migrated(url.href)) > 0) await ask(url.href, "VACUUM ANALYZE");
}

/** @returns how many migrations it lacked */
async function migrated(databaseUrl: string): Promise<number> {
  const endpoint = await startSqlEndpoint();
  return migrate({ databaseUrl, sqlEndpoint: endpoint.url }).finally(endpoint.close);
}

/** Under another name until it is complete, so that an interrupted run leaves nothing that looks filled. */
async function fill(serverUrl: string, name: string, plugins: number, report: (line: string) => void): Promise<void> {
  const draft = `draft_${plugins}`;
  await dropDatabase(serverUrl, draft);
  const databaseUrl = await createDatabase(serverUrl, draft);
  await migrated(databaseUrl);
  const started = performance.now();
  await loadPlugins({ databaseUrl, plugins });
  await ask(serverUrl, `ALTER DATABASE ${quoted(draft)} RENAME TO ${quoted(name)}`);
  report(`${plugins} plugins made in ${Math.round((performance.now() - started) / 1000)} s, kept for the next run`);
}

async function exists(serverUrl: string, name: string): Promise<boolean> {
  return (await ask(serverUrl, `SELECT FROM pg_database WHERE datname = ${pg.escapeLiteral(name)}`)).length > 0;
}

/** What runs that were interrupted have left. */
async function dropRuns(serverUrl: string): Promise<void> {
  const rows = await ask(serverUrl, "SELECT datname FROM pg_database WHERE datname LIKE 'run\\_%'");
  for (const { datname } of rows) await dropDatabase(serverUrl, datname!);
}

async function ask(serverUrl: string, statement: string): Promise<Record<string, string>[]> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  const { rows } = await client.query<Record<string, string>>(statement).finally(() => client.end());
  return rows;
}
