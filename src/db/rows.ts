import type { SQL } from "drizzle-orm/sql";
import type { Database } from "./client.ts";

/** Runs one statement (one round trip) and returns its rows, typed by the caller who wrote the SQL. */
export async function rowsOf<Row>(db: Database, statement: SQL): Promise<Row[]> {
  const [rows] = await db.run([statement]);
  return rows as Row[];
}

/** The first row of a statement, or undefined. */
export async function rowOf<Row>(db: Database, statement: SQL): Promise<Row | undefined> {
  const [row] = await rowsOf<Row>(db, statement);
  return row;
}

/**
 * The first row of a statement that is run once `lock`, a SELECT that locks a row, has it; one round trip. Whatever
 * locks a row and updates it by the same snapshot may have to pass by a version of it that others queue at: they wait
 * for it, and it for them. The second statement sees the row as it was locked.
 */
export async function rowAfterLock<Row>(db: Database, lock: SQL, statement: SQL): Promise<Row | undefined> {
  const [, rows] = await db.run([lock, statement]);
  return rows?.[0] as Row | undefined;
}
