import { buildAssets } from "./assets.ts";
import { migrate } from "./migrate.ts";
import { seedSampleData } from "./seed/sample.ts";
import { openDataFolder, refuseSecondStack, type DataFolder } from "./stack/data-folder.ts";
import { isEmpty, isLocal, refuseUnreachable, startDatabase } from "./stack/database.ts";
import { Problem, describe, runCommand } from "./stack/problem.ts";
import { startSqlEndpoint } from "./stack/sql-endpoint.ts";
import { refuseBusyPort, startWorkerProcess } from "./stack/worker-process.ts";
import { localS3, writeWorkerSettings, type Addresses } from "./stack/worker-settings.ts";

const closers: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(exitCode: number): Promise<never> {
  stopping = true;
  for (const close of closers.toReversed()) await close().catch(() => undefined);
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void (stopping || stop(0)));
}

// npm passes a signal on to the shell between us only, and the shell dies of it alone.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => void (stopping || process.ppid === parent || stop(0)), 500).unref();
}

async function start(): Promise<void> {
  const { fresh, port } = readOptions();
  const { DATABASE_URL } = process.env;
  await refuseSecondStack();
  await refuseBusyPort(port);
  if (DATABASE_URL) await refuseUnreachable(DATABASE_URL);
  const endpoint = await startSqlEndpoint({ maxConnections: DATABASE_URL ? 20 : 1 });
  const folder = await openDataFolder({ fresh, sqlEndpoint: endpoint.url });
  closers.push(folder.release);
  const database = await startDatabase(folder, DATABASE_URL);
  closers.push(database.stop, endpoint.close);
  const url = `http://localhost:${port}`;
  const addresses = {
    databaseUrl: database.url,
    sqlEndpoint: endpoint.url,
    s3Endpoint: `http://127.0.0.1:${port}/cdn-cgi/local/r2/s3`,
  };
  await Promise.all([migrate(addresses), buildAssets()]);
  const worker = await startWorkerProcess(folder, port, await writeWorkerSettings(folder, addresses));
  closers.push(worker.stop);
  void worker.ended.then(() => {
    if (stopping) return;
    console.error("The Worker's process ended by itself, so everything stops.");
    return stop(1);
  });
  // Sample accounts have well-known passwords: they are for this machine only.
  if (isLocal(database.url)) await addSampleData(addresses);
  await folder.announce({ url, databaseUrl: addresses.databaseUrl, s3Endpoint: addresses.s3Endpoint });
  printBanner(url, folder, isLocal(database.url));
  worker.showOutput();
}

function readOptions(): { fresh: boolean; port: number } {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== "--fresh");
  if (unknown) throw new Problem(`Unknown option ${unknown}: the only one is --fresh, which deletes the local data.`);
  const port = Number(process.env.PORT || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is ${process.env.PORT}: it must be a whole number from 1 to 65535.`);
  }
  return { fresh: options.includes("--fresh"), port };
}

async function addSampleData(addresses: Addresses): Promise<void> {
  if (!(await isEmpty(addresses.databaseUrl, addresses.sqlEndpoint))) return;
  try {
    await seedSampleData({
      ...addresses,
      s3AccessKeyId: localS3.accessKeyId,
      s3SecretAccessKey: localS3.secretAccessKey,
      s3Bucket: localS3.bucket,
    });
  } catch (error) {
    console.error(`There is no sample data (${describe(error)}); to try again: npm run dev -- --fresh`);
  }
}

function printBanner(url: string, folder: DataFolder, hasSampleData: boolean): void {
  const accounts = `  Sample accounts            admin@mockforge.dev / admin123
                             test@example.com / test123
`;
  console.log(`
  MockForge plugin registry  ${url}
  API documentation          ${url}/docs
${hasSampleData ? accounts : ""}  Data                       ${folder.shownPath}  (npm run dev -- --fresh starts over)
  Stop                       Ctrl-C
`);
}

await runCommand(async () => {
  try {
    await start();
  } catch (error) {
    if (stopping) return;
    console.error(error instanceof Problem ? error.message : error);
    await stop(1);
  }
});
