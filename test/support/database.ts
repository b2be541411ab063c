import pg from "pg";
import { sqlTag } from "../../scripts/stack/sql-tag.ts";

type Row = Record<string, any>;

export interface Database {
  <T extends Row = Row>(strings: TemplateStringsArray, ...values: unknown[]): Promise<T[]>;
  query<T extends Row = Row>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Looks into the database past the Worker: sql`SELECT … WHERE name = ${name}` returns the rows. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 5, allowExitOnIdle: true });
  // The server may be stopped, or the database dropped, before the pool is.
  pool.on("error", () => undefined);
  const query = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows;
  return Object.assign(sqlTag(query), { query, close: () => pool.end() }) as Database;
}
