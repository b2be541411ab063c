import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { accounts } from "./accounts.ts";
import { admin } from "./admin.ts";
import { owners } from "./owners.ts";
import { plugins } from "./plugins.ts";
import { publishing } from "./publishing.ts";
import { resolution } from "./resolution.ts";
import { reviews } from "./reviews.ts";
import { signingKeys } from "./signing-keys.ts";
import { tokens } from "./tokens.ts";
import { uploads } from "./uploads.ts";
import { versions } from "./versions.ts";
import { getRegistryStats } from "#features/stats/index.ts";

/** Everything under `/api/v1`, and once more under `/camel/api/v1`. */
export const api = new Hono<HttpEnv>()
  .route("/plugins", plugins)
  .route("/plugins", publishing)
  .route("/plugins", versions)
  .route("/plugins", reviews)
  .route("/plugins", owners)
  .route("/", resolution)
  .route("/auth", accounts)
  .route("/auth/signing-keys", signingKeys)
  .route("/uploads", uploads)
  .route("/tokens", tokens)
  .route("/admin", admin)
  .get("/stats", edgeCached, async (c) => c.json(await getRegistryStats(c.get("ctx"))));
