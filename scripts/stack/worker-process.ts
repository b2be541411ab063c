import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { projectFolder, type DataFolder } from "./data-folder.ts";
import { Problem } from "./problem.ts";
import { watchOver } from "./watchdog.ts";
import { wranglerEnvironment, wranglerScript } from "./wrangler.ts";

export interface WorkerProcess {
  /** Resolves when it ends without having been stopped. */
  ended: Promise<void>;
  showOutput(): void;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;
const errorMessageMs = 500;
// The banner and the Worker's own line for each request say the same.
const chatter = /^\[wrangler:info\] /;

export async function startWorkerProcess(folder: DataFolder, port: number, envFile: string): Promise<WorkerProcess> {
  const options = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-ip", "127.0.0.1"];
  const files = ["--persist-to", folder.file("worker"), "--env-file", envFile];
  const child = spawn(process.execPath, [wranglerScript, "dev", ...options, ...files], {
    cwd: projectFolder,
    // A process group of its own: Ctrl-C reaches only us, and workerd ends with wrangler.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...wranglerEnvironment,
      WRANGLER_LOG_PATH: folder.file("logs"),
      WRANGLER_REGISTRY_PATH: folder.file("registry"),
      WRANGLER_CACHE_DIR: folder.file("cache"),
    },
  });
  const group = -child.pid!;
  const watchdog = watchOver([group]);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  let shown = false;
  let stopping = false;
  const early: string[] = [];
  const failed = Promise.withResolvers<boolean>();
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface(stream).on("line", (line) => {
      if (!shown) early.push(line);
      else if (!stopping && !chatter.test(line)) console.log(line);
      // After an error wrangler may wait for it to be put right; the rest of its message comes at once.
      if (line.includes("ERROR")) setTimeout(failed.resolve, errorMessageMs, false);
    });
  }

  async function stop(): Promise<void> {
    stopping = true;
    signalGroup(group, "SIGINT");
    const timer = setTimeout(() => signalGroup(group, "SIGKILL"), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
    signalGroup(group, "SIGKILL");
    watchdog.release();
  }

  const listening = new Promise((resolve) =>
    child.on("message", (message) => JSON.stringify(message).includes("DEV_SERVER_READY") && resolve(true)),
  );
  // wrangler listens before the Worker runs, and holds requests until then.
  const ready = listening.then(() => fetch(`http://127.0.0.1:${port}/health`).then(Boolean, () => false));
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, startTimeoutMs, false).unref());
  if (!(await Promise.race([ready, late, failed.promise, ended.then(() => false)]))) {
    await stop();
    throw new Problem(`The Worker did not start; wrangler said:\n${early.join("\n")}`);
  }
  return { ended, showOutput: () => void (shown = true), stop };
}

/** wrangler would quietly take another port. */
export async function refuseBusyPort(port: number): Promise<void> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!free) throw new Problem(`Port ${port} of 127.0.0.1 is in use: stop what uses it, or set PORT to another one.`);
  await new Promise((resolve) => server.close(resolve));
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch {
    // Already gone.
  }
}
