import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../../scripts/stack/databases.ts";
import { startSqlEndpoint } from "../../scripts/stack/sql-endpoint.ts";
import { templateName } from "./context.ts";
import { assemble, type PrivateStack, type StackOptions } from "./stack.ts";

export interface LeanStack extends Omit<PrivateStack, "harness"> {
  /** Speaks the protocol of V8's inspector. */
  inspector: string;
}

interface LeanOptions extends Pick<StackOptions, "workerDir"> {
  onOutbound?: (host: string) => void;
}

/** A stack for one test file with very many requests, to be closed in afterAll. */
export async function startLeanStack(
  vars: Record<string, string | number> = {},
  { workerDir, onOutbound }: LeanOptions = {},
): Promise<LeanStack> {
  const { jwtSecret, postgresUrl, workerDir: sharedDir } = inject("stack");
  const name = `test_${randomUUID()}`;
  const databaseUrl = await createDatabase(postgresUrl, name, templateName);
  const sqlEndpoint = await startSqlEndpoint();
  const { startLeanWorker } = await import("./lean-worker.ts");
  const options = { workerDir: workerDir ?? sharedDir, databaseUrl, sqlEndpoint: sqlEndpoint.url, jwtSecret, vars };
  const worker = await startLeanWorker(options, onOutbound);
  const stack = assemble({ url: worker.url, s3Endpoint: worker.s3.url, databaseUrl, jwtSecret });
  return {
    ...stack,
    sqlEndpoint,
    s3: worker.s3,
    inspector: worker.inspector,
    async close() {
      await worker.close();
      await sqlEndpoint.close();
      await stack.sql.close();
      await dropDatabase(postgresUrl, name);
    },
  };
}
