import { createDatabase } from "#db/client.ts";
import type { Services } from "#http/env.ts";
import { boundedMap } from "#lib/bounded-map.ts";
import { rateLimitPolicies } from "#lib/rate-limits.ts";
import { RegistryError } from "#lib/errors.ts";
import { createDownloadCounter } from "#platform/download-counter/client.ts";
import { createObjectStore } from "#platform/object-store.ts";
import { createRateLimiter, RateLimiterUnavailable } from "#platform/rate-limiter/client.ts";
import type { Config } from "./config.ts";

const REMEMBERED_TOKENS = 10_000;

/** Everything that one environment's requests share: made once, so that the limiter's memory is one. */
export function createServices(config: Config, bindings: Env, version: string): Services {
  const database = databaseOf(config);
  const store = storeOf(config);
  const downloads = createDownloadCounter(bindings.DOWNLOAD_COUNTER);
  const policies = rateLimitPolicies({
    perMinute: config.RATE_LIMIT_PER_MINUTE,
    perUser: config.RATE_LIMIT_PER_USER,
    multiplier: config.RATE_LIMIT_MULTIPLIER,
  });
  const limiter = createRateLimiter({ namespace: bindings.RATE_LIMITER, policies, clock: () => Date.now() });

  return {
    version,
    edgeCacheSeconds: config.EDGE_CACHE_SECONDS,
    openContext: ({ meter, takeLimit }) => ({
      db: createDatabase({
        ...database,
        meter: {
          add(durationMs) {
            meter.roundTrips += 1;
            meter.durationMs += durationMs;
          },
        },
      }),
      store,
      downloads,
      actor: null,
      clock: () => new Date(),
      takeLimit,
      jwtSecret: config.JWT_SECRET,
    }),
    async takeLimits(principal, buckets) {
      try {
        return await limiter.take(principal, buckets);
      } catch (error) {
        throw error instanceof RateLimiterUnavailable
          ? new RegistryError("limiter_unavailable", { cause: error })
          : error;
      }
    },
    exhaustedLimits: (principal, buckets) => limiter.exhausted(principal, buckets),
    tokenUsers: boundedMap(REMEMBERED_TOKENS),
  };
}

/** What the hourly jobs need. */
export function createJobs(config: Config) {
  return { db: createDatabase(databaseOf(config)), store: storeOf(config), clock: () => new Date() };
}

const databaseOf = (config: Config) => ({ databaseUrl: config.DATABASE_URL, endpoint: config.SQL_ENDPOINT });

const storeOf = (config: Config) =>
  createObjectStore({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
  });
