import { isLocal } from "./database.ts";
import { dataPath, readStackFile } from "./data-folder.ts";
import { Problem } from "./problem.ts";
import { startSqlEndpoint } from "./sql-endpoint.ts";

export interface CommandDatabase {
  databaseUrl: string;
  sqlEndpoint?: string;
}

/** Runs a command on DATABASE_URL, else on the local stack that runs; SQL_ENDPOINT is Neon's own unless given. */
export async function withDatabase(command: (database: CommandDatabase) => Promise<void>): Promise<void> {
  const { DATABASE_URL: databaseUrl, SQL_ENDPOINT: sqlEndpoint } = process.env;
  if (!databaseUrl) return command(await runningStack());
  if (sqlEndpoint) return command({ databaseUrl, sqlEndpoint });
  if (!isLocal(databaseUrl)) return command({ databaseUrl });
  const endpoint = await startSqlEndpoint();
  await command({ databaseUrl, sqlEndpoint: endpoint.url }).finally(endpoint.close);
}

async function runningStack(): Promise<CommandDatabase> {
  const stack = await readStackFile(dataPath());
  if (!stack?.databaseUrl) throw new Problem("Set DATABASE_URL, or start the local stack with npm run dev first.");
  return { databaseUrl: stack.databaseUrl, sqlEndpoint: stack.sqlEndpoint };
}
