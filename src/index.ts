import { refreshDownloadWindows } from "#features/downloads/index.ts";
import { log } from "#platform/log.ts";
import type { MetricsBinding } from "#platform/metrics.ts";
import { createApp, createMisconfiguredApp } from "./app.ts";
import { createJobs } from "./services.ts";

export { DownloadCounter, RateLimiter } from "./durable-objects.ts";

const settings = () => import("./config.ts");
let app: ReturnType<typeof createApp> | undefined;

export default {
  async fetch(request, env, context) {
    if (app) return app.fetch(request, env, context);
    const { ConfigError, readConfig, requireBindings } = await settings();
    try {
      // Others may have come meanwhile: the first one's is everybody's.
      app ??= createApp(readConfig(env), requireBindings(env));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log("error", "misconfigured", { reason: error.message });
      return createMisconfiguredApp(env).fetch(request, env, context);
    }
    return app.fetch(request, env, context);
  },
  async scheduled(_event, env) {
    const { readConfig } = await settings();
    const jobs = createJobs(readConfig(env));
    const plugins = await refreshDownloadWindows(jobs);
    log("info", "download_windows_refreshed", { plugins });
    const { addUpSearchWords } = await import("#features/plugins/index.ts");
    const words = await addUpSearchWords(jobs);
    log("info", "search_words_added_up", { words });
    const { collectGarbage } = await import("#features/publishing/index.ts");
    const objects = await collectGarbage(jobs);
    log("info", "garbage_collected", { objects });
  },
} satisfies ExportedHandler<Env & MetricsBinding>;
