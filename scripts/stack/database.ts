import { rename, rm, stat } from "node:fs/promises";
import pg from "pg";
import type { DataFolder } from "./data-folder.ts";
import { connect } from "../../src/db/neon.ts";
import { startPglite, type EmbeddedDatabase } from "./pglite.ts";
import { Problem, describe } from "./problem.ts";

/** The server at `url` when there is one, else PGlite with its data in the folder. */
export async function startDatabase(folder: DataFolder, url: string | undefined): Promise<EmbeddedDatabase> {
  if (url) return { url, stop: async () => undefined };
  const path = folder.file("postgres");
  if (!(await exists(path))) await create(path);
  return startPglite(path);
}

export async function refuseUnreachable(databaseUrl: string): Promise<void> {
  try {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    await client.connect();
    await client.end();
  } catch (error) {
    const { host, pathname } = URL.canParse(databaseUrl) ? new URL(databaseUrl) : { host: "", pathname: "" };
    throw new Problem(
      `DATABASE_URL${host && ` (${host}${pathname})`} cannot be connected to: ${describe(error)}; start that server, or \
unset DATABASE_URL to use the embedded database.`,
    );
  }
}

/** On this machine: a loopback address, or a socket. */
export function isLocal(databaseUrl: string): boolean {
  if (!URL.canParse(databaseUrl))
    throw new Problem("DATABASE_URL is not a URL of the form postgres://user:password@host/name.");
  const { hostname, searchParams } = new URL(databaseUrl);
  // As the driver reads it: a host among the parameters wins, and PGHOST stands in for none.
  const host = searchParams.get("host") ?? (decodeURIComponent(hostname) || (process.env.PGHOST ?? "localhost"));
  return ["localhost", "127.0.0.1", "[::1]", "::1"].includes(host) || host.startsWith("/");
}

export async function isEmpty(databaseUrl: string, sqlEndpoint: string): Promise<boolean> {
  const [row] = await connect(databaseUrl, { endpoint: sqlEndpoint })`SELECT EXISTS (SELECT FROM users) AS used`;
  return row?.used === false;
}

// Made under another name, so that a first start that is interrupted leaves no half-made database behind.
async function create(path: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { recursive: true, force: true });
  const database = await startPglite(draft);
  await database.stop();
  await rename(draft, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
