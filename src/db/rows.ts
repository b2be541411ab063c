import type { SQL } from "drizzle-orm/sql";
import type { Database } from "./client.ts";

/** Runs one statement (one round trip) and returns its rows, typed by the caller who wrote the SQL. */
export async function rowsOf<Row>(db: Database, statement: SQL): Promise<Row[]> {
  const result = await db.execute(statement);
  return result.rows as Row[];
}

/** The first row of a statement, or undefined. */
export async function rowOf<Row>(db: Database, statement: SQL): Promise<Row | undefined> {
  const [row] = await rowsOf<Row>(db, statement);
  return row;
}
