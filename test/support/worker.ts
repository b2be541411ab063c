import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, fetch as send, Miniflare, type Request as MiniflareRequest } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { onDirectNetwork } from "../../scripts/stack/direct-network.ts";
import { s3Credentials, startS3Gate, type S3Gate } from "./object-store.ts";

export interface WorkerOptions {
  workerDir: string;
  databaseUrl: string;
  sqlEndpoint: string;
  jwtSecret: string;
  vars?: Record<string, string | number> | undefined;
  /** Style sheets and scripts too, which browsers ask for: three more Workers that each request goes through. */
  assets?: boolean | undefined;
  /** Sees the host of each request that leaves, which then comes by way of this process instead of directly. */
  onOutbound?: ((host: string) => void) | undefined;
}

export interface RunningWorker {
  url: string;
  s3: S3Gate;
  /** Speaks the protocol of V8's inspector. */
  inspector: string;
  /** What the Worker has written, line by line. */
  logs: string[];
  /** Runs what a cron runs. @throws if that fails */
  runsCron(cron: string): Promise<void>;
  /** Makes a Durable Object lose what it has in memory. */
  evicts(className: string, name: string): Promise<void>;
  close(): Promise<void>;
}

const configPath = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
const name = "mockforge-registry";
// Most tests are about something else than limits and caches.
const defaultVars = { RATE_LIMIT_MULTIPLIER: 1000, EDGE_CACHE_SECONDS: 0 };

/** A Worker whose requests leave by way of this process. */
const watched = (contents: string, onOutbound: (host: string) => void) => ({
  modules: [{ type: "ESModule" as const, path: "index.js", contents }],
  outboundService: (request: MiniflareRequest) => {
    onOutbound(new URL(request.url).host);
    return send(request);
  },
});

/**
 * The built Worker on workerd, with all that wrangler.toml binds. Nothing is before it but the assets, if it is to have
 * them: a client reaches it directly, and so does it the database.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { workerDir, databaseUrl, sqlEndpoint, jwtSecret, vars, assets, onOutbound } = options;
  // Reading wrangler.toml warns of the experiment that the object store's address is.
  process.env["WRANGLER_LOG"] = "error";
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  if (!assets) delete (workerOptions as { assets?: unknown }).assets;
  const contents = await readFile(join(workerDir, "index.js"), "utf8");
  const s3 = await startS3Gate();
  const logs: string[] = [];
  const state = await mkdtemp(join(workerDir, "state-"));
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      ...workerOptions,
      name,
      inspectorPort: 0,
      cf: false,
      handleStructuredLogs: ({ message }) => logs.push(message),
      ...(onOutbound ? watched(contents, onOutbound) : onDirectNetwork(contents)),
      bindings: {
        ...(workerOptions.bindings as object),
        ...defaultVars,
        S3_ENDPOINT: s3.url,
        SQL_ENDPOINT: sqlEndpoint,
        DATABASE_URL: databaseUrl,
        JWT_SECRET: jwtSecret,
        S3_ACCESS_KEY_ID: s3Credentials.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
        ...vars,
      },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    }),
    resourcePersistencePath: state,
  });
  const { href } = await miniflare.ready;
  s3.open(href);
  const [url, inspector] = await Promise.all([miniflare.unsafeGetDirectURL(), miniflare.getInspectorURL()]);
  return {
    url: url.href,
    s3,
    inspector: inspector.href,
    logs,
    async runsCron(cron) {
      const { outcome } = await (await miniflare.getWorker()).scheduled({ cron });
      if (outcome !== "ok") throw new Error(`what ${cron} runs ended in ${outcome}`);
    },
    evicts: (className, objectName) => miniflare.unsafeEvictDurableObject(name, className, { name: objectName }),
    async close() {
      await miniflare.dispose();
      await s3.close();
      await rm(state, { recursive: true, force: true });
    },
  };
}
