import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface BareWorker {
  port: number;
  stop(): Promise<void>;
}

/**
 * The built Worker in workerd with nothing before it. The harness's own proxies answer for a client who left, so that
 * the Worker never learns of it; here a dropped connection cancels its request, as it does in production.
 */
export async function startBareWorker(workerDir: string, vars: Record<string, string | number>): Promise<BareWorker> {
  const directory = await mkdtemp(join(tmpdir(), "mockforge-workerd-"));
  await copyFile(join(workerDir, "index.js"), join(directory, "index.js"));
  await writeFile(join(directory, "config.capnp"), configuration(directory, vars));
  const workerd = spawn(workerdBinary(), ["serve", "--experimental", "--control-fd=3", "config.capnp"], {
    cwd: directory,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const stop = async () => {
    const ended = once(workerd, "exit");
    if (workerd.kill("SIGKILL")) await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    return { port: await listeningPort(workerd), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function workerdBinary(): string {
  const requireFromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  return (requireFromWrangler("workerd") as { default: string }).default;
}

async function listeningPort(workerd: ChildProcess): Promise<number> {
  for await (const chunk of workerd.stdio[3] as AsyncIterable<Buffer>) {
    const port = /"port":(\d+)/.exec(chunk.toString())?.[1];
    if (port) return Number(port);
  }
  throw new Error("workerd ended before it listened");
}

function configuration(directory: string, vars: Record<string, string | number>): string {
  const bindings = Object.entries(vars).map(
    ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(String(value))})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "registry", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = "2026-10-01",
      bindings = [
        ${bindings.join(",\n        ")},
        (name = "RATE_LIMITER", durableObjectNamespace = "RateLimiter"),
        (name = "DOWNLOAD_COUNTER", durableObjectNamespace = "DownloadCounter"),
      ],
      durableObjectNamespaces = [
        (className = "RateLimiter", uniqueKey = "limiter", enableSql = true),
        (className = "DownloadCounter", uniqueKey = "counter", enableSql = true),
      ],
      durableObjectStorage = (localDisk = "disk"),
    )),
    (name = "disk", disk = (path = ${JSON.stringify(directory)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "registry")],
);
`;
}
