import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pMap from "p-map";
import type pg from "pg";
import { type ObjectStore, objectStores } from "#platform/object-store.ts";
import { Problem } from "../stack/problem.ts";
import type { Recount } from "./manifest.ts";

/** A file that a version names. */
export interface NamedFile {
  key: string;
  checksum: string;
  type: string;
}

const AT_ONCE = 8;
const ATTEMPTS = 4;
/** Nobody waits for an answer; an object has at most 50 MiB. */
const patience = { leftMs: () => 120_000, extend: () => undefined };

/** The bucket that the environment names. @throws Problem when it names none */
export function openBucket(settings: Record<string, string | undefined> = process.env): ObjectStore {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (!endpoint || !accessKeyId || !secretAccessKey) {
    throw new Problem("Set S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY to the bucket's.");
  }
  const bucket = settings.S3_BUCKET ?? "mockforge-plugins";
  return objectStores({ endpoint, bucket, accessKeyId, secretAccessKey })(patience);
}

export async function namedFiles(client: pg.Client): Promise<NamedFile[]> {
  const { rows } = await client.query<NamedFile>(`
    SELECT f.* FROM plugin_versions v CROSS JOIN LATERAL (VALUES
      (v.module_key, v.checksum, 'application/wasm'),
      (v.package_key, v.package_checksum, 'application/zip'),
      (v.sbom_key, v.sbom_checksum, 'application/octet-stream'),
      (v.sbom_signature_key, v.sbom_signature_checksum, 'application/octet-stream')
    ) f (key, checksum, type)
    WHERE f.key IS NOT NULL ORDER BY f.key COLLATE "C"`);
  return rows;
}

/** Reads each file, holds it against its checksum, and hands on those that are as they were published. */
export async function checkFiles(
  files: NamedFile[],
  read: (key: string) => Promise<ArrayBuffer | undefined>,
  keep?: (file: NamedFile, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<Recount["files"]> {
  const faults: string[] = [];
  let sizeBytes = 0;
  const check = async (file: NamedFile) => {
    const found = await persistently(() => read(file.key));
    const bytes = new Uint8Array(found ?? new ArrayBuffer(0));
    if (createHash("sha256").update(bytes).digest("hex") !== file.checksum) return void faults.push(file.key);
    sizeBytes += bytes.length;
    await persistently(async () => keep?.(file, bytes));
  };
  await pMap(files, check, { concurrency: AT_ONCE });
  return { count: files.length - faults.length, bytes: sizeBytes, faults: faults.toSorted() };
}

/** Among very many requests some fail on their way. */
async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await setTimeout(attempt * 250);
    }
  }
}
