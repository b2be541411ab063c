import { fileURLToPath } from "node:url";
import { createTestHarness, type TestHarness } from "wrangler";
import { s3Credentials, startS3Gate, type S3Gate } from "./object-store.ts";

export interface WorkerOptions {
  workerDir: string;
  databaseUrl: string;
  sqlEndpoint: string;
  jwtSecret: string;
  vars?: Record<string, string | number> | undefined;
}

export interface RunningWorker {
  url: string;
  harness: TestHarness;
  s3: S3Gate;
  close(): Promise<void>;
}

export const configPath = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
// Most tests are about something else than limits and caches.
const defaultVars = { RATE_LIMIT_MULTIPLIER: 1000, EDGE_CACHE_SECONDS: 0 };

/** The Worker's variables and secrets. */
export const workerSettings = (options: WorkerOptions, s3Endpoint: string) => ({
  ...defaultVars,
  S3_ENDPOINT: s3Endpoint,
  SQL_ENDPOINT: options.sqlEndpoint,
  DATABASE_URL: options.databaseUrl,
  JWT_SECRET: options.jwtSecret,
  S3_ACCESS_KEY_ID: s3Credentials.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
  ...options.vars,
});

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  // Otherwise every start asks Cloudflare for the request.cf of this machine.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  const s3 = await startS3Gate();
  const harness = createTestHarness({
    workers: [
      {
        configPath,
        prebuiltWorkerDir: options.workerDir,
        vars: workerSettings(options, s3.url),
      },
    ],
  });
  const { url } = await harness.listen();
  s3.open(url.href);
  return {
    url: url.href,
    harness,
    s3,
    async close() {
      await harness.close();
      await s3.close();
    },
  };
}
