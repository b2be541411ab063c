import type pg from "pg";

/** The part of Neon's `/sql` protocol that its HTTP driver uses: one statement, or a batch in one transaction. */
export interface SqlCall {
  connectionString: string;
  database: string;
  queries: { query: string; params: unknown[] }[];
  batch: boolean;
  headers: Headers;
}

const isolationLevels: Record<string, string> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

const errorFields = [
  "severity",
  "code",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const;

export function parseCall(headers: Headers, body: string): SqlCall {
  const connectionString = headers.get("neon-connection-string") ?? "";
  const parsed = JSON.parse(body) as Record<string, unknown>;
  const batch = Array.isArray(parsed.queries);
  return {
    connectionString,
    database: new URL(connectionString).pathname.slice(1),
    queries: (batch ? parsed.queries : [parsed]) as SqlCall["queries"],
    batch,
    headers,
  };
}

export async function execute(call: SqlCall, client: pg.ClientBase): Promise<unknown> {
  if (!call.batch) return runQuery(call, client, 0);
  await client.query(begin(call.headers));
  try {
    const results = [];
    for (const index of call.queries.keys()) results.push(await runQuery(call, client, index));
    await client.query("COMMIT");
    return { results };
  } catch (error) {
    // A lost connection has rolled back already: its own error says more.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

export function errorBody(error: pg.DatabaseError): Record<string, unknown> {
  const body: Record<string, unknown> = { message: error.message };
  for (const field of errorFields) body[field] = error[field] ?? null;
  return body;
}

async function runQuery(call: SqlCall, client: pg.ClientBase, index: number): Promise<unknown> {
  const { query, params } = call.queries[index]!;
  const rawText = call.headers.get("neon-raw-text-output") === "true";
  const result = await client.query({
    text: query,
    values: params ?? [],
    rowMode: call.headers.get("neon-array-mode") === "true" ? "array" : undefined,
    ...(rawText && { types: { getTypeParser: () => (value: unknown) => value } }),
    // Neon speaks the extended protocol only, so that two statements in one text are refused here as there.
    queryMode: "extended",
  } as unknown as pg.QueryConfig);
  const { command, rowCount, fields, rows } = result;
  return { command, rowCount, fields, rows, rowAsArray: true };
}

function begin(headers: Headers): string {
  const level = isolationLevels[headers.get("neon-batch-isolation-level") ?? ""];
  const modes = [
    level && `ISOLATION LEVEL ${level}`,
    headers.get("neon-batch-read-only") === "true" && "READ ONLY",
    headers.get("neon-batch-deferrable") === "true" && "DEFERRABLE",
  ];
  return `BEGIN ${modes.filter(Boolean).join(" ")}`;
}
