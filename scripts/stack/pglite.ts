import { createServer, type AddressInfo } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { fuzzystrmatch } from "@electric-sql/pglite/contrib/fuzzystrmatch";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from "@electric-sql/pglite-socket";
import { Problem, describe } from "./problem.ts";
import { TurnQueue } from "./turn-queue.ts";

export interface EmbeddedDatabase {
  url: string;
  stop(): Promise<void>;
}

/** PGlite, its data in `folder`, behind the Postgres wire protocol on a free port of 127.0.0.1. */
export async function startPglite(folder: string): Promise<EmbeddedDatabase> {
  const db = await openDatabase(folder);
  const queryQueue = new TurnQueue(db) as unknown as PGLiteSocketHandlerOptions["queryQueue"];
  const handlers = new Set<PGLiteSocketHandler>();
  const server = createServer((socket) => {
    const handler = new PGLiteSocketHandler({ queryQueue, closeOnDetach: true });
    handlers.add(handler);
    handler.addEventListener("close", () => handlers.delete(handler));
    void handler.attach(socket);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`,
    async stop() {
      await Promise.all([...handlers].map((handler) => handler.detach(true)));
      await new Promise((resolve) => server.close(resolve));
      await db.close();
    },
  };
}

async function openDatabase(folder: string): Promise<PGlite> {
  try {
    return await PGlite.create({ dataDir: folder, extensions: { fuzzystrmatch, pg_trgm } });
  } catch (error) {
    throw new Problem(
      `The database in ${folder} cannot be opened (${describe(error)}); start over with: npm run dev -- --fresh`,
    );
  }
}
