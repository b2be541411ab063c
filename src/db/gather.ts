import type { SQL } from "drizzle-orm/sql";
import { batchOf } from "./batch.ts";
import type { Database } from "./client.ts";

interface Waiting {
  statement: SQL;
  resolve: (result: never) => void;
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
    const [first, ...others] = these.map(({ statement }) => statement);
    if (!first) return;
    try {
      const results = await batchOf(db, [first, ...others]);
      for (const [index, { resolve }] of these.entries()) resolve(results[index] as never);
    } catch (error) {
      for (const { reject } of these) reject(error);
    }
  }

  function execute(statement: SQL): Promise<never> {
    if (waiting.length === 0) queueMicrotask(() => void send());
    return new Promise((resolve, reject) => waiting.push({ statement, resolve, reject }));
  }

  return Object.create(db, { execute: { value: execute } }) as Database;
}
