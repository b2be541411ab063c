import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder, writeDurably } from "../files/durable.ts";
import { folderOf, MANIFEST, moduleFile, type PluginDirectory } from "./directory.ts";
import type { Lock } from "./lock.ts";
import { readLock, writeLock } from "./lock-file.ts";

/** A plugin's files, verified. */
export interface Package {
  name: string;
  manifest: Uint8Array;
  module: Uint8Array;
}

const STAGING = "staging";
const ASIDE = "aside";

export interface Change {
  lock: Lock;
  place: readonly Package[];
  remove: readonly string[];
}

/**
 * Makes the directory what the lock says. At every moment each folder holds one version whole, and the lock names every
 * folder: what goes is moved away before the lock forgets it, and what comes is moved in after the lock knows it. So
 * `install` completes whatever was interrupted.
 */
export async function apply(directory: PluginDirectory, change: Change): Promise<void> {
  try {
    await carryThrough(directory, change);
  } finally {
    // After a full disk as after success.
    await recover(directory, await readLock(directory));
  }
}

async function carryThrough(directory: PluginDirectory, { lock, place, remove }: Change): Promise<void> {
  const { root, workPath } = directory;
  await mkdir(join(workPath, ASIDE), { recursive: true });
  for (const files of place) await stage(directory, files);
  for (const name of remove) await putAside(directory, name);
  await syncFolder(root);
  await writeLock(directory, lock);
  for (const { name } of place) {
    await putAside(directory, name);
    await rename(join(workPath, STAGING, name), folderOf(directory, name));
  }
  await syncFolder(root);
}

async function stage({ workPath }: PluginDirectory, { name, manifest, module }: Package): Promise<void> {
  const folder = join(workPath, STAGING, name);
  await mkdir(folder, { recursive: true });
  await writeDurably(join(folder, MANIFEST), manifest);
  await writeDurably(join(folder, moduleFile(name)), module);
  await syncFolder(folder);
}

/** Folders that hold something cannot be replaced in one step; between the two, the plugin is missing, never broken. */
async function putAside(directory: PluginDirectory, name: string): Promise<void> {
  await unlessMissing(rename(folderOf(directory, name), join(directory.workPath, ASIDE, name)));
}

/** Clears up after those who were interrupted: what they had put aside comes back, unless something is in its place. */
export async function recover(directory: PluginDirectory, lock: Lock | undefined): Promise<void> {
  const aside = join(directory.workPath, ASIDE);
  const present = new Set(await readdir(directory.root));
  for (const { name } of lock?.plugin ?? []) {
    if (!present.has(name)) await unlessMissing(rename(join(aside, name), folderOf(directory, name)));
  }
  await sweep(directory);
}

/** Leaves nothing but the claims of who works here and who waits. */
async function sweep({ workPath }: PluginDirectory): Promise<void> {
  const files = await readdir(workPath);
  for (const file of files.filter((each) => !each.startsWith("claim."))) {
    await rm(join(workPath, file), { recursive: true, force: true });
  }
}

async function unlessMissing(renaming: Promise<void>): Promise<void> {
  try {
    await renaming;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
