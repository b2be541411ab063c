import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from "miniflare";
import { localS3 } from "../stack/worker-settings.ts";
import type { Bundles } from "./bundle.ts";

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
  stop(): Promise<void>;
}

interface RuntimeOptions {
  bundles: Bundles;
  databaseUrl: string;
  sqlEndpoint: string;
  jwtSecret: string;
}

const WIDE = { RATE_LIMIT_MULTIPLIER: 1_000_000 };
const variants: Record<Variant, Record<string, number>> = {
  cached: { ...WIDE, EDGE_CACHE_SECONDS: 60 },
  uncached: { ...WIDE, EDGE_CACHE_SECONDS: 0 },
  limited: { RATE_LIMIT_MULTIPLIER: 1, EDGE_CACHE_SECONDS: 60 },
};
const countingName = (variant: string) => `counting-${variant}`;

/** One workerd with all of them, each listening on a port of its own with nothing in front. */
export async function startRuntime({ bundles, ...addresses }: RuntimeOptions): Promise<Runtime> {
  const folder = await mkdtemp(join(tmpdir(), "mockforge-workerd-"));
  await writeQuietWorkerd(join(folder, "workerd"));
  process.env.MINIFLARE_WORKERD_PATH = join(folder, "workerd");
  // The bucket's address is known only when it runs.
  const miniflare = new Miniflare(convertV4MiniflareOptions(optionsFor(bundles, addresses, "http://127.0.0.1")));
  const bucket = new URL("cdn-cgi/local/r2/s3", await miniflare.ready);
  const port = Number(bucket.port);
  await miniflare.setOptions(convertV4MiniflareOptions({ ...optionsFor(bundles, addresses, bucket.href), port }));
  const names = [...Object.keys(variants).flatMap((name) => [name, countingName(name)]), "floor"];
  const urls = new Map(
    await Promise.all(names.map(async (name) => [name, await miniflare.unsafeGetDirectURL(name)] as const)),
  );
  const pid = await workerdPid();

  return {
    url: (worker) => urls.get(worker)!,
    countingUrl: (worker) => urls.get(countingName(worker))!,
    runs: (href) => [...urls.values()].some((url) => url.href === href),
    cpuSeconds: () => cpuSeconds(pid),
    async stop() {
      await miniflare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function optionsFor(
  bundles: Bundles,
  addresses: Omit<RuntimeOptions, "bundles">,
  s3Endpoint: string,
): V4MiniflareOptions {
  const worker = (name: string, contents: string) => ({
    name,
    modules: [{ type: "ESModule" as const, path: `${name}.js`, contents }],
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    // What strips it is one more Worker before each call.
    stripCfConnectingIp: false,
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
  return { workers: [...registries, worker("floor", bundles.floor)] };
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
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Boolean);
  const ours = await Promise.all(
    pids.map(async (pid) => {
      const fields = await processFields(pid).catch(() => undefined);
      return fields?.name === "workerd" && fields.parent === process.pid ? pid : 0;
    }),
  );
  return Math.max(0, ...ours) || undefined;
}

/** Hundredths of a second, on every Linux. */
const TICKS_PER_SECOND = 100;

async function cpuSeconds(pid: number | undefined): Promise<number | null> {
  return pid === undefined ? null : (await processFields(pid)).ticks / TICKS_PER_SECOND;
}

async function processFields(pid: number): Promise<{ name: string; parent: number; ticks: number }> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(text) ?? [];
  const fields = rest.split(" ");
  return { name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}
