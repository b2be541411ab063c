import { createRequire } from "node:module";
import { join } from "node:path";

const packageFile = createRequire(import.meta.url).resolve("wrangler/package.json");

/** To be run with process.execPath, which is the Node version that wrangler needs. */
export const wranglerScript = join(packageFile, "../bin/wrangler.js");

/** Keeps wrangler quiet and off the network: no telemetry, no questions, no look-up of this machine's location. */
export const wranglerEnvironment = {
  ...process.env,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
