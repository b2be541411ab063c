import { createWriteStream } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ObjectStore } from "#platform/object-store.ts";
import { Problem } from "../stack/problem.ts";
import { checkFiles, namedFiles } from "./files.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { recountRows } from "./recount.ts";
import { tableFile } from "./tables.ts";
import { readJournal, transaction } from "./transaction.ts";

const ownerOnly = { mode: 0o600 };

/**
 * The rows first, all as of one moment, then the files that they name. A version's files are written before its row,
 * never change, and are not collected while a row names them; rows of versions are never deleted. So whatever is
 * published, collected or taken down meanwhile, each file that the saved rows name is still there. What uploads under
 * way have sent is left out: nothing shows it, and its author sends it again.
 * @returns the manifest, and its SHA-256
 */
export async function saveBackup(options: {
  folder: string;
  databaseUrl: string;
  bucket: ObjectStore;
}): Promise<{ manifest: Manifest; digest: string }> {
  const { folder, databaseUrl, bucket } = options;
  await claim(folder);
  const { files, rows, ...moment } = await transaction(
    databaseUrl,
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    async (client) => ({
      taken_at: new Date().toISOString(),
      migrations: await readJournal(client),
      rows: await recountRows(client, (table) => createWriteStream(tableFile(folder, table), ownerOnly)),
      files: await namedFiles(client),
    }),
  );
  const counted = await checkFiles(files, bucket.getWhole, async ({ key }, bytes) => {
    const path = join(folder, "files", key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes, ownerOnly);
  });
  const manifest: Manifest = { format: 1, ...moment, recount: { ...rows, files: counted } };
  return { manifest, digest: await writeManifest(folder, manifest) };
}

/** Password hashes and addresses come to lie in it. */
async function claim(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Problem(`${folder} is not empty: name a new folder.`);
  await mkdir(join(folder, "tables"));
}
