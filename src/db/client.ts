import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { type Deadline, EACH_STEP } from "#lib/deadline.ts";

export type Database = NeonHttpDatabase;

/** Told of every round trip, with its time; what `Server-Timing` and the log line report. */
export interface RoundTripMeter {
  add(durationMs: number): void;
}

interface FetchExtras {
  meter?: RoundTripMeter;
  endpoint?: string | undefined;
  deadline: Deadline;
}

/** Neon's driver has no time limit of its own. Less than a request has, so that a download goes on without the database. */
const SQL_TIMEOUT_MS = 4_000;

// The driver hands `fetchOptions` to this function as they are, which is how one client's extras travel with it.
neonConfig.fetchFunction = async (url: string, { meter, endpoint, deadline, ...init }: RequestInit & FetchExtras) => {
  const started = performance.now();
  try {
    const signal = AbortSignal.timeout(Math.min(SQL_TIMEOUT_MS, deadline.leftMs()));
    const response = await fetch(endpoint ?? url, { ...init, signal });
    // Reading the body here keeps it under the same time limit.
    return new Response(await response.arrayBuffer(), response);
  } finally {
    meter?.add(performance.now() - started);
  }
};

/**
 * A database client for one request. Costs no I/O; each statement or batch is one HTTP round trip. It is not told the
 * schema, for Drizzle would walk through all of it each time, and relational queries are not used.
 * @param options.endpoint where Neon's SQL-over-HTTP protocol is spoken, when it is not Neon itself
 */
export function createDatabase(options: {
  databaseUrl: string;
  endpoint?: string | undefined;
  meter?: RoundTripMeter;
  /** Without one, nobody waits for an answer. */
  deadline?: Deadline;
}): Database {
  const extras: FetchExtras = { endpoint: options.endpoint, deadline: options.deadline ?? EACH_STEP };
  if (options.meter) extras.meter = options.meter;
  return drizzle(neon(options.databaseUrl, { fetchOptions: extras }));
}
