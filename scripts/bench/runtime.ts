import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from "miniflare";
import { onDirectNetwork } from "../stack/direct-network.ts";
import { watchOver } from "../stack/watchdog.ts";
import { localS3 } from "../stack/worker-settings.ts";
import type { Bundles } from "./bundle.ts";
import { memoryFolder } from "../stack/memory-folder.ts";
import { listProcesses, readProcess } from "./processes.ts";

/**
 * How the registry runs: `cached` as in production, `uncached` without the edge cache; `limited` has the limits of
 * production, which are a million times as wide for the other two.
 */
export type Variant = "cached" | "uncached" | "limited";

export interface Runtime {
  url(worker: Variant | "floor"): URL;
  /** The same Worker again, which counts what it calls. */
  countingUrl(worker: Variant): URL;
  /** Whether one of these Workers answers at this URL. */
  runs(url: string): boolean;
  /** CPU seconds of the process that runs the Workers, their objects, cache and bucket; null where there is no /proc. */
  cpuSeconds(): Promise<number | null>;
  /** Where a debugger listens to a Worker (Chrome DevTools Protocol), when there is one. */
  inspector(worker: Variant): Promise<string>;
  stop(): Promise<void>;
}

interface RuntimeOptions {
  bundles: Bundles;
  databaseUrl: string;
  sqlEndpoint: string;
  jwtSecret: string;
  /** Whether debuggers may listen in, which costs time. */
  inspectable: boolean;
}

const WIDE = { RATE_LIMIT_MULTIPLIER: 1_000_000 };
const variants: Record<Variant, Record<string, number>> = {
  cached: { ...WIDE, EDGE_CACHE_SECONDS: 60 },
  uncached: { ...WIDE, EDGE_CACHE_SECONDS: 0 },
  limited: { RATE_LIMIT_MULTIPLIER: 1, EDGE_CACHE_SECONDS: 60 },
};
const countingName = (variant: string) => `counting-${variant}`;

/** One workerd with all of them, each listening on a port of its own with nothing in front. */
export async function startRuntime({ bundles, inspectable, ...addresses }: RuntimeOptions): Promise<Runtime> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-workerd-"));
  await writeQuietWorkerd(join(folder, "workerd"));
  process.env.MINIFLARE_WORKERD_PATH = join(folder, "workerd");
  // The bucket's address is known only when it runs.
  const kept = { resourcePersistencePath: await mkdtemp(join(await memoryFolder(), "mockforge-kept-")) };
  const folders = [folder, kept.resourcePersistencePath];
  const watchdog = watchOver([], folders);
  const first = convertV4MiniflareOptions(optionsFor(bundles, addresses, "http://127.0.0.1"));
  const miniflare = new Miniflare({ ...first, ...kept });
  const bucket = new URL("cdn-cgi/local/r2/s3", await miniflare.ready);
  const port = Number(bucket.port);
  const options = { ...optionsFor(bundles, addresses, bucket.href), port, ...(inspectable && { inspectorPort: 0 }) };
  await miniflare.setOptions({ ...convertV4MiniflareOptions(options), ...kept });
  const names = [...Object.keys(variants).flatMap((name) => [name, countingName(name)]), "floor"];
  const urls = new Map(
    await Promise.all(names.map(async (name) => [name, await miniflare.unsafeGetDirectURL(name)] as const)),
  );
  const pid = await workerdPid();

  return {
    url: (worker) => urls.get(worker)!,
    countingUrl: (worker) => urls.get(countingName(worker))!,
    runs: (href) => [...urls.values()].some((url) => url.href === href),
    cpuSeconds: async () => (pid === undefined ? null : (await readProcess(pid)).cpuSeconds),
    inspector: async (worker) => debuggerOf(await miniflare.getInspectorURL(), worker),
    async stop() {
      await miniflare.dispose();
      for (const made of folders) await rm(made, { recursive: true, force: true });
      watchdog.release();
    },
  };
}

function optionsFor(
  bundles: Bundles,
  addresses: Omit<RuntimeOptions, "bundles" | "inspectable">,
  s3Endpoint: string,
): V4MiniflareOptions {
  const worker = (name: string, contents: string) => ({
    name,
    ...onDirectNetwork(contents),
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  const secrets = {
    DATABASE_URL: addresses.databaseUrl,
    SQL_ENDPOINT: addresses.sqlEndpoint,
    JWT_SECRET: addresses.jwtSecret,
    S3_ENDPOINT: s3Endpoint,
    S3_BUCKET: localS3.bucket,
    S3_ACCESS_KEY_ID: localS3.accessKeyId,
    S3_SECRET_ACCESS_KEY: localS3.secretAccessKey,
  };
  const credentials = { accessKeyId: localS3.accessKeyId, secretAccessKey: localS3.secretAccessKey };
  const registry = (name: string, contents: string, vars: Record<string, number>) => ({
    ...worker(name, contents),
    bindings: { ...secrets, ...vars },
    durableObjects: {
      RATE_LIMITER: { className: "RateLimiter", useSQLite: true },
      DOWNLOAD_COUNTER: { className: "DownloadCounter", useSQLite: true },
    },
    r2Buckets: { PACKAGES: { id: localS3.bucket, s3Credentials: credentials } },
  });
  const registries = Object.entries(variants).flatMap(([name, vars]) => [
    registry(name, bundles.registry, vars),
    // Downloads reach the database later, not while calls are being counted.
    registry(countingName(name), bundles.counting, { ...vars, DOWNLOAD_FLUSH_SECONDS: 600 }),
  ]);
  const floor = {
    ...worker("floor", bundles.floor),
    durableObjects: { LIMITER: { className: "Limiter", useSQLite: true } },
  };
  return { workers: [...registries, floor] };
}

/** Log lines are written, as in production, but nobody here has to read them. */
async function writeQuietWorkerd(path: string): Promise<void> {
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  const { default: workerd } = (await import(fromMiniflare.resolve("workerd"))) as {
    default: { default: string } | string;
  };
  const binary = typeof workerd === "string" ? workerd : workerd.default;
  await writeFile(path, `#!/bin/sh\nexec "${binary}" "$@" > /dev/null\n`);
  await chmod(path, 0o755);
}

/** The youngest workerd among our children. */
async function workerdPid(): Promise<number | undefined> {
  const ours = (await listProcesses()).filter(({ name, parent }) => name === "workerd" && parent === process.pid);
  return Math.max(0, ...ours.map(({ pid }) => pid)) || undefined;
}

async function debuggerOf(inspector: URL, worker: Variant): Promise<string> {
  const response = await fetch(new URL("/json", inspector.href.replace(/^ws/, "http")));
  const targets = (await response.json()) as { id: string; webSocketDebuggerUrl: string }[];
  return targets.find(({ id }) => id === `core:user:${worker}`)!.webSocketDebuggerUrl;
}
