import { sql } from "drizzle-orm/sql";
import type { Context } from "../context.ts";

/** Which of the parts that the registry needs answer. */
export async function checkParts({ db, store }: Pick<Context, "db" | "store">) {
  const [database, storage] = await Promise.allSettled([db.run([sql`select 1`]), store.ping()]);
  return { database: database.status === "fulfilled", storage: storage.status === "fulfilled" };
}
