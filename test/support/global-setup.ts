import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildCli } from "../../scripts/build-cli.ts";
import { migrate } from "../../scripts/migrate.ts";
import { memoryFolder } from "../../scripts/stack/memory-folder.ts";
import { startPostgres, type Postgres } from "../../scripts/stack/postgres.ts";
import { startSqlEndpoint } from "../../scripts/stack/sql-endpoint.ts";
import { watchOver } from "../../scripts/stack/watchdog.ts";
import { buildWorker } from "./build-worker.ts";
import { templateName } from "./context.ts";
import { startWorker } from "./worker.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workerDir = await mkdtemp(join(await memoryFolder(), "mockforge-worker-"));
  const watchdog = watchOver([], [workerDir]);
  const cliFile = join(workerDir, "cli", "mockforge-registry.cjs");
  const removeWorker = () => rm(workerDir, { recursive: true, force: true }).then(watchdog.release);
  const closers: (() => Promise<void>)[] = [removeWorker];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const [postgres, endpoint] = await Promise.all([
      startPostgres().then((server) => (closers.push(server.stop), server)),
      startSqlEndpoint().then((server) => (closers.push(server.close), server)),
      buildWorker(workerDir),
      buildCli(cliFile),
    ]);
    await makeTemplate(postgres);
    const databaseUrl = await postgres.createDatabase("shared", templateName);
    const jwtSecret = randomBytes(32).toString("hex");
    const worker = await startWorker({ workerDir, databaseUrl, sqlEndpoint: endpoint.url, jwtSecret, assets: true });
    closers.push(worker.close);
    project.provide("stack", {
      url: worker.url,
      databaseUrl,
      sqlEndpoint: endpoint.url,
      s3Endpoint: worker.s3.url,
      jwtSecret,
      workerDir,
      cliFile,
      postgresUrl: postgres.url,
    });
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeTemplate(postgres: Postgres): Promise<void> {
  const databaseUrl = await postgres.createDatabase(templateName);
  // An endpoint of its own, since a template may have no connections while it is cloned.
  const endpoint = await startSqlEndpoint();
  await migrate({ databaseUrl, sqlEndpoint: endpoint.url }).finally(() => endpoint.close());
}
