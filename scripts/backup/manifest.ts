import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { Problem } from "../stack/problem.ts";

const figure = z.strictObject({ kept: z.string(), counted: z.string() });
const recount = z.strictObject({
  tables: z.record(z.string(), z.strictObject({ rows: z.int(), sha256: z.string() })),
  /** What the registry keeps count of, and what counting says. */
  figures: z.record(z.string(), figure),
  audit: z.strictObject({ position: z.int(), hash: z.string(), problems: z.array(z.string()) }),
  /** `faults` are files that a version names and that are not as they were published. */
  files: z.strictObject({ count: z.int(), bytes: z.int(), faults: z.array(z.string()) }),
});
const schema = z.strictObject({
  format: z.literal(1),
  taken_at: z.string(),
  /** Drizzle's journal: the schema's version, exactly. */
  migrations: z.array(z.strictObject({ created_at: z.int(), hash: z.string() })),
  recount,
});

export type Recount = z.infer<typeof recount>;
export type Manifest = z.infer<typeof schema>;

const fileName = "manifest.json";

/** Comes last and at once: a folder that has it is whole. @returns its SHA-256 */
export async function writeManifest(folder: string, manifest: Manifest): Promise<string> {
  const text = JSON.stringify(manifest, null, 2);
  const draft = join(folder, `${fileName}.part`);
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, join(folder, fileName));
  return digest(text);
}

/** @throws Problem unless it is there, is a manifest, and is the one that was remembered */
export async function readManifest(folder: string, remembered?: string): Promise<Manifest> {
  const text = await readFile(join(folder, fileName), "utf8").catch(() => {
    throw new Problem(`${folder} is not a whole backup: ${fileName}, which is written last, is not there.`);
  });
  if (remembered !== undefined && digest(text) !== remembered) {
    throw new Problem(`${join(folder, fileName)} is not the one that was remembered: its SHA-256 is ${digest(text)}.`);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Problem(`${join(folder, fileName)} is not a manifest of this version of the registry.`);
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
