import { randomUUID } from "node:crypto";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { issuesOf } from "#contract/issues.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { syncFolder, writeDurably } from "../files/durable.ts";
import type { PluginDirectory } from "./directory.ts";
import { Lock, type LockedPlugin } from "./lock.ts";

const HEADER = `# What mockforge-registry has installed beside this file, to the byte. \`mockforge-registry install\` restores it.
# Keep it in version control; change it by install, update and remove.
`;

/** @returns undefined where there is none. @throws Failure for what is no lock */
export async function readLock({ lockPath }: PluginDirectory): Promise<Lock | undefined> {
  let text: string;
  try {
    text = await readFile(lockPath, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw broken(lockPath, [{ path: "", message: (error as Error).message }]);
  }
  const { parse } = await import("@decimalturn/toml-patch");
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw broken(lockPath, [{ path: "", message: (error as Error).message }]);
  }
  const parsed = Lock.safeParse({ plugin: [], ...(document as object) });
  if (!parsed.success) throw broken(lockPath, issuesOf(parsed.error));
  return parsed.data;
}

/** Readers see the old lock or the new one. */
export async function writeLock({ root, lockPath, workPath }: PluginDirectory, lock: Lock): Promise<void> {
  const draft = join(workPath, `lock-${randomUUID()}`);
  await writeDurably(draft, await lockText(lock));
  await rename(draft, lockPath);
  await syncFolder(root);
}

/** The same plugins always make the same text. */
async function lockText({ version, registry, plugin }: Lock): Promise<string> {
  const { stringify } = await import("@decimalturn/toml-patch");
  const plugins = [...plugin].sort((a, b) => (a.name < b.name ? -1 : 1)).map(inOrder);
  return HEADER + stringify({ version, registry, ...(plugins.length === 0 ? {} : { plugin: plugins }) });
}

function inOrder(plugin: LockedPlugin) {
  const { name, version, requirement, checksum, manifest_checksum, size, capabilities, dependencies } = plugin;
  const inside = { name, version, requirement, checksum, manifest_checksum, size };
  const lists = { capabilities: capabilities && [...capabilities].sort(), dependencies: sorted(dependencies) };
  return Object.fromEntries(Object.entries({ ...inside, ...lists }).filter(([, value]) => value !== undefined));
}

const sorted = (dependencies: Record<string, string>) =>
  Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));

const broken = (path: string, issues: { path: string; message: string }[]) =>
  new Failure(`${path} is not a lock that can be used`, {
    exitCode: EXIT.integrity,
    issues,
    hint: "take the file back from version control, or remove it and install again",
  });
