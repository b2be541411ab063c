import { DrizzleQueryError } from "drizzle-orm/errors";
import type { SQL } from "drizzle-orm/sql";
import type { Database } from "./client.ts";

/** Runs statements one after the other, in one transaction and one round trip. @returns what each comes to */
export async function batchOf(db: Database, [first, ...others]: [SQL, ...SQL[]]): Promise<{ rows: unknown[] }[]> {
  try {
    return await db.batch([db.execute(first), ...others.map((statement) => db.execute(statement))]);
  } catch (cause) {
    // As Drizzle says it of a single statement; of a batch it passes on whatever the driver threw.
    throw new DrizzleQueryError("a batch", [], cause as Error);
  }
}
