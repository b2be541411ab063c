import pg from "pg";
import { Problem } from "../../stack/problem.ts";
import { loadSteps } from "./statements.ts";

export interface LoadOptions {
  databaseUrl: string;
  plugins: number;
  /** Told of every step when it is done. */
  report?: (step: string, seconds: number) => void;
}

const SEEDED_USER = "select from users where username like '%-1' and password_hash = '!'";

/**
 * Fills a migrated database for measuring, all or nothing: triggers are off, indexes are dropped and made anew, and
 * every derived column gets what the triggers would have given it. Versions have no files.
 * @throws Problem when it has been filled before
 */
export async function loadPlugins({ databaseUrl, plugins, report = () => undefined }: LoadOptions): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const timed = async (step: string, work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    report(step, (performance.now() - started) / 1000);
  };
  try {
    const { rowCount } = await client.query(SEEDED_USER);
    if (rowCount !== 0) throw new Problem("This database has been filled before: start from an empty one.");
    await client.query("begin");
    await client.query(
      "set local session_replication_role = replica; set local maintenance_work_mem = '256MB'; set local work_mem = '128MB'",
    );
    const indexes = await dropIndexes(client);
    for (const [step, statements] of loadSteps({ plugins, users: Math.max(20, Math.ceil(plugins / 5)) })) {
      await timed(step, () => client.query(statements));
    }
    await timed("indexes", () => client.query(indexes.join(";\n")));
    await client.query("commit");
    await timed("vacuum and analyze", () => client.query("vacuum analyze"));
  } finally {
    await client.end();
  }
}

/** @returns the statements that make them again; those of constraints stay */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
      and not exists (select from pg_constraint where conindid = indexrelid)`);
  if (rows.length > 0) await client.query(`drop index ${rows.map(({ name }) => name).join(", ")}`);
  return rows.map(({ definition }) => definition);
}
