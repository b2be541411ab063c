import { NeonDbError, types } from "@neondatabase/serverless";
import { PgDialect } from "drizzle-orm/pg-core/dialect";
import type { SQL } from "drizzle-orm/sql";
import { QueryError } from "./errors.ts";
import { connect, type ConnectOptions } from "./neon.ts";

export type Run = (statements: readonly [SQL, ...SQL[]]) => Promise<unknown[][]>;

const dialect = new PgDialect();
/** date, timestamp, timestamptz and interval stay the text that Postgres writes. */
const AS_TEXT = new Set([1082, 1114, 1184, 1186]);
const asWritten = {
  getTypeParser: (oid: number, format: "text") =>
    AS_TEXT.has(oid) ? String : (types.getTypeParser(oid, format) as (text: string) => unknown),
} as typeof types;

/** Drizzle's statements, sent by Neon's driver. */
export function openDriver(databaseUrl: string, options: ConnectOptions): Run {
  const neon = connect(databaseUrl, options);
  return async (statements) => {
    const [first, ...others] = statements
      .map((statement) => dialect.sqlToQuery(statement))
      .map(({ sql, params }) => neon.query(sql, params, { types: asWritten }));
    try {
      return others.length > 0 ? await neon.transaction([first!, ...others]) : [await first!];
    } catch (cause) {
      const { code, constraint } = cause instanceof NeonDbError ? cause : {};
      throw new QueryError({ code, constraint, cause });
    }
  };
}
