import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { describe } from "./problem.ts";
import { errorBody, execute, parseCall, type SqlCall } from "./sql-protocol.ts";

/** What a test may make of a request: an answer of its own, a dropped connection, or silence. */
export type Fault = { status: number; body?: string } | "reset" | "hang" | undefined;

export interface SqlRequest extends RoundTrip {
  /** Runs the request now, so that a fault can follow a commit. */
  execute(): Promise<unknown>;
}

export interface RoundTrip {
  database: string;
  queries: string[];
  /** Those of each query. */
  params: unknown[][];
}

export interface SqlEndpoint {
  url: string;
  /** One entry per request, in order of arrival; empty it to start counting anew. */
  roundTrips: RoundTrip[];
  onRequest: ((request: SqlRequest) => Promise<Fault>) | undefined;
  close(): Promise<void>;
}

export interface SqlEndpointOptions {
  port?: number;
  /** Connections per database. PGlite has only one. */
  maxConnections?: number;
  record?: boolean;
}

/** Neon's SQL-over-HTTP in front of any Postgres that the Neon-Connection-String header names. */
export async function startSqlEndpoint(options: SqlEndpointOptions = {}): Promise<SqlEndpoint> {
  const pools = new Map<string, pg.Pool>();

  function poolFor(connectionString: string): pg.Pool {
    const known = pools.get(connectionString);
    if (known) return known;
    const max = options.maxConnections ?? 20;
    const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 10_000 });
    // An idle connection that the server closes is replaced by the next query.
    pool.on("error", () => undefined);
    pools.set(connectionString, pool);
    return pool;
  }

  async function run(call: SqlCall): Promise<unknown> {
    const client = await poolFor(call.connectionString).connect();
    let broken: Error | undefined;
    try {
      return await execute(call, client);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // How `npm run dev` and `npm run admin` tell a running stack from a stale note of one.
    if (request.method !== "POST") return send(response, 405, JSON.stringify({ pid: process.pid }));
    const body = await readText(request);
    const call = parseCall(new Headers(request.headers as Record<string, string>), body);
    const trip = {
      database: call.database,
      queries: call.queries.map(({ query }) => query),
      params: call.queries.map(({ params }) => params ?? []),
    };
    if (options.record) endpoint.roundTrips.push(trip);
    let outcome: Promise<unknown> | undefined;
    const runOnce = () => (outcome ??= run(call));
    const fault = await endpoint.onRequest?.({ ...trip, execute: runOnce });
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.resetAndDestroy();
    if (fault) return send(response, fault.status, fault.body ?? "");
    send(response, 200, JSON.stringify(await runOnce()));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError) send(response, 400, JSON.stringify(errorBody(error)));
      else send(response, 503, `The SQL endpoint could not run the query: ${describe(error)}`);
    });
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));

  const endpoint: SqlEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    roundTrips: [],
    onRequest: undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
  return endpoint;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
