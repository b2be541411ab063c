import type { SQL } from "drizzle-orm/sql";
import type { Database } from "./client.ts";

interface Waiting {
  statements: readonly [SQL, ...SQL[]];
  resolve: (rows: unknown[][]) => void;
  reject: (error: unknown) => void;
}

/**
 * A client that sends the statements of one moment as one batch: verbs that are called side by side cost one round
 * trip together. For reads; if one statement fails, all do.
 */
export function gathering(db: Database): Database {
  let waiting: Waiting[] = [];

  async function send(): Promise<void> {
    const these = waiting;
    waiting = [];
    const [first, ...others] = these.flatMap(({ statements }) => statements);
    try {
      const rows = await db.run([first!, ...others]);
      for (const { statements, resolve } of these) resolve(rows.splice(0, statements.length));
    } catch (error) {
      for (const { reject } of these) reject(error);
    }
  }

  return {
    run: (statements) => {
      if (waiting.length === 0) queueMicrotask(() => void send());
      return new Promise((resolve, reject) => waiting.push({ statements, resolve, reject }));
    },
  };
}
