import { neon, neonConfig, type NeonQueryFunction } from "@neondatabase/serverless";
import type { Deadline } from "#lib/deadline.ts";

/** Told of every round trip, with its time; what `Server-Timing` and the log line report. */
interface RoundTripMeter {
  add(durationMs: number): void;
}

export interface ConnectOptions {
  /** Where Neon's SQL-over-HTTP protocol is spoken, when it is not Neon itself. */
  endpoint?: string | undefined;
  meter?: RoundTripMeter | undefined;
  /** Without one a statement may take as long as it likes. */
  deadline?: Deadline;
}

/** Neon's driver has no time limit of its own. Less than a request has, so that a download goes on without the database. */
const SQL_TIMEOUT_MS = 4_000;

// The driver hands `fetchOptions` to this function as they are, which is how one client's options travel with it.
neonConfig.fetchFunction = async (
  url: string,
  { meter, endpoint, deadline, ...init }: RequestInit & ConnectOptions,
) => {
  const started = performance.now();
  try {
    const signal = deadline ? AbortSignal.timeout(Math.min(SQL_TIMEOUT_MS, deadline.leftMs())) : null;
    const response = await fetch(endpoint ?? url, { ...init, signal });
    // Reading the body here keeps it under the same time limit. This is all that the driver asks of a response.
    const body = await response.text();
    return { ok: response.ok, status: response.status, text: () => body, json: () => JSON.parse(body) as unknown };
  } finally {
    meter?.add(performance.now() - started);
  }
};

/** Neon's driver for this database. Costs no I/O. */
export const connect = (databaseUrl: string, options: ConnectOptions): NeonQueryFunction<false, false> =>
  neon(databaseUrl, { fetchOptions: options });
