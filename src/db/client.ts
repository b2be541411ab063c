import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { EACH_STEP } from "#lib/deadline.ts";
import { connect, type ConnectOptions } from "./neon.ts";

export type Database = NeonHttpDatabase;

/**
 * A database client for one request. Costs no I/O; each statement or batch is one HTTP round trip. It is not told the
 * schema, for Drizzle would walk through all of it each time, and relational queries are not used.
 * @param options.deadline the request's; without one, each step has as long as a request
 */
export const createDatabase = ({ databaseUrl, ...options }: ConnectOptions & { databaseUrl: string }): Database =>
  drizzle(connect(databaseUrl, { deadline: EACH_STEP, ...options }));
