import assets from "#assets";
import { createDatabase, type Database } from "#db/client.ts";
import type { Services } from "#http/env.ts";
import { heldDownload } from "#features/downloads/index.ts";
import { createFront } from "#http/front.ts";
import { createCallGroups } from "#lib/call-groups.ts";
import { boundedMap } from "#lib/bounded-map.ts";
import { EACH_STEP, startDeadline } from "#lib/deadline.ts";
import { rateLimitPolicies } from "#lib/rate-limits.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Metrics } from "#lib/metrics.ts";
import { createBlobReader, SMALL_BLOB_BYTES } from "#platform/blob-reader.ts";
import { downloadCounters } from "#platform/download-counter/client.ts";
import { createEdgeCache } from "#platform/edge-cache.ts";
import { objectStores } from "#platform/object-store.ts";
import { ObjectUnavailable } from "#platform/object-call.ts";
import { createRateLimiter } from "#platform/rate-limiter/client.ts";
import { createStaleCache } from "#platform/stale-cache.ts";
import type { Config } from "./config.ts";

const REMEMBERED_TOKENS = 10_000;

const KIB = 1024;
/**
 * What an isolate remembers in front of its data centre's cache, 14 MiB in all: it has 128 MB, of which a publication of
 * 10 MiB as JSON takes 50. Eight MiB hold 32 of the largest blobs, or 160 of 50 KB; the others some thousand entries each.
 */
const MEMORY = {
  blobs: { maxBytes: 8 * KIB * KIB, maxEntryBytes: SMALL_BLOB_BYTES + KIB },
  answers: { maxBytes: 4 * KIB * KIB, maxEntryBytes: 64 * KIB },
  locations: { maxBytes: 2 * KIB * KIB, maxEntryBytes: 2 * KIB },
};
const LOCATION_SECONDS = 24 * 60 * 60;

/** Everything that one environment's requests share: made once, so that the limiter's memory is one. */
export function createServices(config: Config, bindings: Env, version: string, metrics: Metrics | undefined): Services {
  const database = databaseOf(config);
  const acceptedSecrets = [config.JWT_SECRET, config.JWT_SECRET_PREVIOUS].filter((secret) => secret !== undefined);
  const openStore = storeOf(config);
  const dataCentre = () => caches.default;
  const clock = () => Date.now();
  const edgeCache = (memory: keyof typeof MEMORY) => createEdgeCache({ dataCentre, clock, ...MEMORY[memory] });
  const blobs = edgeCache("blobs");
  const locations = createStaleCache({
    cache: edgeCache("locations"),
    seenWithinMs: config.EDGE_CACHE_SECONDS * 1_000,
    keptSeconds: LOCATION_SECONDS,
    clock,
  });
  const policies = rateLimitPolicies({
    perMinute: config.RATE_LIMIT_PER_MINUTE,
    perUser: config.RATE_LIMIT_PER_USER,
    multiplier: config.RATE_LIMIT_MULTIPLIER,
  });
  const limiter = createRateLimiter({ namespace: bindings.RATE_LIMITER, policies, clock });

  const counterFor = downloadCounters(bindings.DOWNLOAD_COUNTER);
  const answers = edgeCache("answers");
  const front = createFront({
    answers,
    downloads: {
      held: (file) => heldDownload({ locations, blobs }, file),
      count: (location, request) => counterFor({ ...request, deadline: startDeadline(clock) }).add(location),
    },
    limits: limiter,
    metrics,
  });

  return {
    version,
    policies,
    assetsBuild: assets.build ?? "",
    edgeCacheSeconds: config.EDGE_CACHE_SECONDS,
    uploadOrigin: new URL(config.S3_ENDPOINT).origin,
    answers,
    making: createCallGroups(),
    front,
    openContext({ meter, deadline, takeLimit, waitUntil }) {
      let db: Database | undefined;
      const store = openStore(deadline, meter);
      const add = (durationMs: number) => {
        meter.roundTrips += 1;
        meter.durationMs += durationMs;
      };
      return {
        /** Made when it is asked for: an answer that is kept at the edge needs none. */
        get db() {
          return (db ??= createDatabase({ ...database, meter: { add }, deadline }));
        },
        store,
        blobs: createBlobReader({ store, cache: blobs, dataCentre, waitUntil }),
        locations,
        downloads: counterFor({ deadline, meter, waitUntil }),
        actor: null,
        clock: () => new Date(),
        deadline,
        takeLimit,
        waitUntil,
        jwtSecret: config.JWT_SECRET,
        acceptedSecrets,
      };
    },
    async takeLimits(principal, buckets, meter, ahead) {
      try {
        return await limiter.take(principal, buckets, ahead, meter);
      } catch (error) {
        throw error instanceof ObjectUnavailable ? new RegistryError("limiter_unavailable", { cause: error }) : error;
      }
    },
    exhaustedLimits: (principal, buckets) => limiter.exhausted(principal, buckets),
    endedBlocks: () => limiter.endedBlocks(),
    tokenUsers: boundedMap(REMEMBERED_TOKENS),
  };
}

/** What the hourly jobs need. */
export function createJobs(config: Config) {
  return { db: createDatabase(databaseOf(config)), store: storeOf(config)(EACH_STEP), clock: () => new Date() };
}

const databaseOf = (config: Config) => ({ databaseUrl: config.DATABASE_URL, endpoint: config.SQL_ENDPOINT });

const storeOf = (config: Config) =>
  objectStores({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
  });
