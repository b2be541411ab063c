import { readFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { projectFolder } from "../stack/data-folder.ts";
import { VERDACCIO_VERSION } from "./verdaccio.ts";
import type { Machine } from "./report.ts";

export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const [processor] = cpus();
  return {
    cpu: processor?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg()[0]!,
    versions: {
      PostgreSQL: await postgresVersion(databaseUrl),
      workerd: await versionOf("workerd"),
      Hono: await versionOf("hono"),
      Node: process.versions.node,
      Verdaccio: VERDACCIO_VERSION,
    },
  };
}

async function versionOf(name: string): Promise<string> {
  const text = await readFile(join(projectFolder, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function postgresVersion(databaseUrl: string): Promise<string> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version").finally(() => client.end());
  return rows[0]!.server_version;
}
