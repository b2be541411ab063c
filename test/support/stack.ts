import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { startSqlEndpoint, type SqlEndpoint } from "../../scripts/stack/sql-endpoint.ts";
import { templateName } from "./context.ts";
import { openDatabase, type Database } from "./database.ts";
import { requester, type Requester } from "./http.ts";
import { objectStore, type ObjectStore } from "./object-store.ts";
import type { RunningWorker, WorkerOptions } from "./worker.ts";

export interface Stack {
  url: string;
  request: Requester;
  sql: Database;
  store: ObjectStore;
  jwtSecret: string;
  databaseUrl: string;
}

export interface PrivateStack extends Stack, RunningWorker {
  /** Counts round trips, and answers in the database's place. */
  sqlEndpoint: SqlEndpoint;
}

export interface StackOptions extends Pick<WorkerOptions, "vars" | "assets" | "onOutbound"> {
  /** A Worker that was built for this stack, instead of the one that all share. */
  workerDir?: string;
  /** Fills the database before the Worker starts. */
  seed?: (database: { sql: Database; databaseUrl: string; sqlEndpoint: string }) => Promise<void>;
}

let sharedStack: Stack | undefined;

/** The stack that all test files use at the same time: rely only on what a test has made itself. */
export function shared(): Stack {
  return (sharedStack ??= assemble(inject("stack")));
}

/** A stack for one test file, to be closed in afterAll: its own database, limits, objects and faults. */
export async function startStack({ seed, workerDir, ...options }: StackOptions = {}): Promise<PrivateStack> {
  const { jwtSecret, postgresUrl, workerDir: sharedDir } = inject("stack");
  const name = `test_${randomUUID()}`;
  const databaseUrl = await createDatabase(postgresUrl, name, templateName);
  const sqlEndpoint = await startSqlEndpoint({ record: true });
  if (seed) {
    const sql = openDatabase(databaseUrl);
    await seed({ sql, databaseUrl, sqlEndpoint: sqlEndpoint.url }).finally(() => sql.close());
    sqlEndpoint.roundTrips.length = 0;
  }
  // Miniflare takes long to load, and most test files use only the shared stack.
  const { startWorker } = await import("./worker.ts");
  const worker = await startWorker({
    ...options,
    workerDir: workerDir ?? sharedDir,
    databaseUrl,
    sqlEndpoint: sqlEndpoint.url,
    jwtSecret,
  });
  const stack = assemble({ url: worker.url, s3Endpoint: worker.s3.url, databaseUrl, jwtSecret });
  return {
    ...worker,
    ...stack,
    sqlEndpoint,
    async close() {
      await worker.close();
      await sqlEndpoint.close();
      await stack.sql.close();
      await dropDatabase(postgresUrl, name);
    },
  };
}

/** Before many ask at the same moment for what is not about who gets a connection: a slow machine takes seconds to open them all. */
export async function opensConnections({ request }: Stack): Promise<void> {
  await Promise.all(Array.from({ length: 40 }, () => request(`/api/v1/plugins?q=${randomUUID()}`)));
}

interface Addresses {
  url: string;
  databaseUrl: string;
  s3Endpoint: string;
  jwtSecret: string;
}

function assemble({ url, databaseUrl, s3Endpoint, jwtSecret }: Addresses): Stack {
  return {
    url,
    request: requester(url),
    sql: openDatabase(databaseUrl),
    store: objectStore(s3Endpoint),
    jwtSecret,
    databaseUrl,
  };
}
