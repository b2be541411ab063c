import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, rmdir, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { PluginDirectory } from "./directory.ts";

const SIGN_MS = 10_000;
/** Who has given no sign for so long, on a machine that we cannot ask, is gone. */
const GONE_MS = 60_000;
const PAUSE_MS = 100;
const LONGEST_WAIT_MS = 300_000;

interface Claim {
  path: string;
  pid: number;
  host: string;
}

const PATTERN = /^claim\.(?<pid>\d+)\.(?<host>[^.]*)\.[0-9a-f-]{36}$/;
const ourHost = () => encodeURIComponent(hostname()).replaceAll(".", "%2E");

/**
 * Works while nobody else does on the same plugins. Everybody puts up a claim of their own and then looks round: of two
 * that come at once, at least one sees the other and takes its claim back. A claim names its process, so a dead one's
 * is removed without harm to anybody else's.
 */
export async function alone<Result>(
  directory: PluginDirectory,
  terminal: Terminal,
  work: () => Promise<Result>,
): Promise<Result> {
  const { root, workPath } = directory;
  const path = join(workPath, `claim.${process.pid}.${ourHost()}.${randomUUID()}`);
  try {
    await takeTurn(workPath, path, terminal);
    const sign = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), SIGN_MS);
    try {
      return await work();
    } finally {
      clearInterval(sign);
      await withdraw(workPath, path);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Failure(`Cannot change ${root}: ${error.message}`, { exitCode: EXIT.failed, cause: error });
  }
}

/** Of the disk: what the network throws has become a Failure before. */
const isSystemError = (error: unknown): error is Error => error instanceof Error && "syscall" in error;

async function takeTurn(workPath: string, path: string, terminal: Terminal): Promise<void> {
  const lastMs = Date.now() + LONGEST_WAIT_MS;
  for (let tries = 0; ; tries += 1) {
    const other = await claimUnlessTaken(workPath, path);
    if (other === undefined) return;
    const who = `another mockforge-registry (process ${other.pid} on ${decodeURIComponent(other.host)})`;
    if (Date.now() > lastMs) throw stuck(who, other);
    // Two that came at once see each other and go; only who stays is worth a word.
    if (tries === 3) terminal.note(`Waiting for ${who}, which works on these plugins`, "quiet");
    await wait(PAUSE_MS * (0.5 + Math.random()));
  }
}

/** @returns the claim that stands in the way */
async function claimUnlessTaken(workPath: string, path: string): Promise<Claim | undefined> {
  try {
    await mkdir(workPath, { recursive: true });
    await (await open(path, "wx")).close();
  } catch (error) {
    // Somebody has just finished, and tidied up.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return claimUnlessTaken(workPath, path);
    throw error;
  }
  const other = await livingClaim(workPath, path);
  if (other !== undefined) await withdraw(workPath, path);
  return other;
}

async function livingClaim(workPath: string, own: string): Promise<Claim | undefined> {
  for (const file of await readdir(workPath)) {
    const { pid, host } = PATTERN.exec(file)?.groups ?? {};
    const path = join(workPath, file);
    if (pid === undefined || host === undefined || path === own) continue;
    const claim = { path, pid: Number(pid), host };
    if (await isAlive(claim)) return claim;
    await rm(path, { force: true });
  }
  return undefined;
}

async function isAlive({ path, pid, host }: Claim): Promise<boolean> {
  if (host === ourHost()) return pid !== process.pid && isRunning(pid);
  const seen = await stat(path).catch(() => undefined);
  return seen !== undefined && Date.now() - seen.mtimeMs < GONE_MS;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function withdraw(workPath: string, path: string): Promise<void> {
  await rm(path, { force: true });
  // Fails while others are there, as it should.
  await rmdir(workPath).catch(() => undefined);
}

const stuck = (who: string, { path }: Claim) =>
  new Failure(`${who.replace("another", "Another")} works on these plugins and does not end`, {
    exitCode: EXIT.failed,
    hint: `if there is no such process, remove ${path}`,
  });
