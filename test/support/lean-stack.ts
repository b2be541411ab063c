import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { type SqlEndpoint, startSqlEndpoint } from "../../scripts/stack/sql-endpoint.ts";
import { templateName } from "./context.ts";
import { assemble, type Stack } from "./stack.ts";

export interface LeanStack extends Stack {
  sqlEndpoint: SqlEndpoint;
  s3Endpoint: string;
  /** Speaks the protocol of V8's inspector. */
  inspector: string;
  close(): Promise<void>;
}

/** A stack for one test file with very many requests, to be closed in afterAll. Its object store cannot be made to fail. */
export async function startLeanStack(
  vars: Record<string, string | number> = {},
  onOutbound?: (host: string) => void,
): Promise<LeanStack> {
  const { jwtSecret, postgresUrl, workerDir } = inject("stack");
  const name = `test_${randomUUID()}`;
  const databaseUrl = await createDatabase(postgresUrl, name, templateName);
  const sqlEndpoint = await startSqlEndpoint();
  const { startLeanWorker } = await import("./lean-worker.ts");
  const options = { workerDir, databaseUrl, sqlEndpoint: sqlEndpoint.url, jwtSecret, vars };
  const worker = await startLeanWorker(options, onOutbound);
  const stack = assemble({ ...worker, databaseUrl, jwtSecret });
  return {
    ...stack,
    sqlEndpoint,
    s3Endpoint: worker.s3Endpoint,
    inspector: worker.inspector,
    async close() {
      await worker.close();
      await sqlEndpoint.close();
      await stack.sql.close();
      await dropDatabase(postgresUrl, name);
    },
  };
}
