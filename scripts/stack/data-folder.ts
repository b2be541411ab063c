import { link, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "./problem.ts";

/** What a running local stack tells other commands of this project, such as `npm run admin`. */
export interface StackFile {
  pid: number;
  sqlEndpoint: string;
  /** The rest is there once the stack is up. */
  url?: string;
  databaseUrl?: string;
  s3Endpoint?: string;
}

export interface DataFolder {
  path: string;
  /** As a reader would type it. */
  shownPath: string;
  file(name: string): string;
  writePrivate(name: string, content: string): Promise<string>;
  announce(details: Omit<StackFile, "pid" | "sqlEndpoint">): Promise<void>;
  release(): Promise<void>;
}

const marker = "mockforge-registry-data.txt";
const stackFile = "stack.json";
const ownerOnly = { mode: 0o600 };

export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

export function dataPath(): string {
  return resolve(projectFolder, process.env.DATA_DIR ?? ".data");
}

export async function refuseSecondStack(): Promise<void> {
  const running = await readStackFile(dataPath());
  if (!running) return;
  throw new Problem(
    `The data in ${shown(dataPath())} is in use by process ${running.pid}${running.url ? ` at ${running.url}` : ""}: stop \
that one, or start this one with other values of DATA_DIR and PORT.`,
  );
}

/** Takes the folder for this process. */
export async function openDataFolder(options: { fresh: boolean; sqlEndpoint: string }): Promise<DataFolder> {
  const path = dataPath();
  const shownPath = shown(path);
  await refuseForeignFolder(path);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const stack: StackFile = { pid: process.pid, sqlEndpoint: options.sqlEndpoint };
  await claim(path, stack);
  if (options.fresh) await clear(path);
  const file = (name: string) => join(path, name);
  const writePrivate = async (name: string, content: string) => {
    await writeFile(file(name), content, ownerOnly);
    return file(name);
  };
  await writeFile(file(marker), "Local data of the MockForge registry: npm run dev -- --fresh deletes it.\n");

  return {
    path,
    shownPath,
    file,
    writePrivate,
    async announce(details) {
      await writePrivate(stackFile, JSON.stringify({ ...stack, ...details }, null, 2));
    },
    release: () => rm(file(stackFile), { force: true }),
  };
}

/** Undefined unless that stack still runs: its number alone may be another process by now, so it has to answer. */
export async function readStackFile(path: string): Promise<StackFile | undefined> {
  try {
    const stack = JSON.parse(await readFile(join(path, stackFile), "utf8")) as StackFile;
    const answer = await fetch(stack.sqlEndpoint, { signal: AbortSignal.timeout(2_000) });
    const { pid } = (await answer.json()) as { pid?: number };
    return pid === stack.pid ? stack : undefined;
  } catch {
    return undefined;
  }
}

async function claim(path: string, stack: StackFile): Promise<void> {
  const note = join(path, stackFile);
  const draft = `${note}.${process.pid}`;
  // A link appears at once with its content, and never over another stack's note.
  await writeFile(draft, JSON.stringify(stack), ownerOnly);
  try {
    await link(draft, note).catch(async () => {
      // Either another stack was faster, or one that crashed left its note behind.
      await refuseSecondStack();
      await rm(note, { force: true });
      await link(draft, note);
    });
  } finally {
    await rm(draft, { force: true });
  }
}

async function clear(path: string): Promise<void> {
  const entries = (await readdir(path)).filter((entry) => !entry.startsWith(stackFile));
  await Promise.all(entries.map((entry) => rm(join(path, entry), { recursive: true, force: true })));
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}

async function refuseForeignFolder(path: string): Promise<void> {
  const entries = await readdir(path).catch((): string[] => []);
  if (entries.every((entry) => entry.startsWith(stackFile)) || entries.includes(marker)) return;
  throw new Problem(`${path} holds files that are not this registry's data: set DATA_DIR to an empty or new folder.`);
}
