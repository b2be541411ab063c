import { createDatabase } from "#db/client.ts";
import { refreshDownloadWindows } from "#features/downloads/index.ts";
import { log } from "#platform/log.ts";
import { createApp } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";

export { DownloadCounter, RateLimiter } from "./durable-objects.ts";

let app: ReturnType<typeof createApp> | undefined;

export default {
  async fetch(request, env, context) {
    try {
      app ??= createApp(readConfig(env), env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log("error", "misconfigured", { reason: error.message });
      return new Response("The registry is not configured; its log says what is missing.\n", { status: 500 });
    }
    return app.fetch(request, env, context);
  },
  async scheduled(_event, env) {
    const config = readConfig(env);
    const db = createDatabase({ databaseUrl: config.DATABASE_URL, endpoint: config.SQL_ENDPOINT });
    const plugins = await refreshDownloadWindows({ db, clock: () => new Date() });
    log("info", "download_windows_refreshed", { plugins });
  },
} satisfies ExportedHandler<Env>;
