import pg from "pg";
import { Problem, describe } from "../stack/problem.ts";
import type { Manifest } from "./manifest.ts";

/** How values are written, whatever the server is set to; and a large copy takes its time. */
const settings = `SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC';
  SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL search_path = public;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

/** Runs the work on a connection of its own, for COPY is not to be had over HTTP; what throws leaves nothing behind. */
export async function transaction<Result>(
  databaseUrl: string,
  begin: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((error: unknown) => {
    throw new Problem(`The database cannot be reached: ${describe(error)}`);
  });
  // One that breaks off is heard of by the statement that runs.
  client.on("error", () => undefined);
  try {
    await client.query(begin);
    await client.query(settings);
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}

/** Which migrations the database has had; none when it is new. */
export async function readJournal(client: pg.Client): Promise<Manifest["migrations"]> {
  const { rows: found } = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS there");
  if (!(found[0] as { there: boolean }).there) return [];
  const { rows } = await client.query<{ created_at: string; hash: string }>(
    "SELECT created_at, hash FROM drizzle.__drizzle_migrations ORDER BY created_at",
  );
  return rows.map(({ created_at, hash }) => ({ created_at: Number(created_at), hash }));
}
