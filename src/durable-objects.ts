import { createDatabase } from "#db/client.ts";
import { applyDownloads } from "#features/downloads/index.ts";
import type { DownloadBatch } from "#platform/download-counter/batch.ts";
import { DownloadCounterObject } from "#platform/download-counter/download-counter.ts";
import type { Config } from "./config.ts";

export { RateLimiter } from "#platform/rate-limiter/rate-limiter.ts";

/** Counts a plugin's downloads and hands them to Postgres. */
export class DownloadCounter extends DownloadCounterObject<Env> {
  #config!: Config;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    // Nothing is delivered before: once a download is counted, the alarm must be set without waiting for anything else.
    void state.blockConcurrencyWhile(async () => {
      const { readConfig } = await import("./config.ts");
      this.#config = readConfig(env);
    });
  }

  protected override get flushMs(): number {
    return this.#config.DOWNLOAD_FLUSH_SECONDS * 1000;
  }

  protected override async apply(batch: DownloadBatch): Promise<void> {
    const db = createDatabase({ databaseUrl: this.#config.DATABASE_URL, endpoint: this.#config.SQL_ENDPOINT });
    await applyDownloads({ db, clock: () => new Date() }, batch);
  }
}
