import type { Metrics } from "#lib/metrics.ts";
import { traceOf, log } from "./log.ts";

/** Of Workers Analytics Engine: what is written is kept for three months, and asked about in SQL (docs/operations.md). */
export interface MetricsBinding {
  METRICS?: Pick<AnalyticsEngineDataset, "writeDataPoint">;
}

/**
 * Counts where a data set is bound, and is undefined where none is. The place of each column is part of the queries in
 * docs/operations.md: new ones go last. Nothing waits for it, and nothing fails because of it.
 */
export function createMetrics({ METRICS: dataset }: MetricsBinding): Metrics | undefined {
  if (!dataset) return undefined;
  let isBroken = false;
  const write = (point: AnalyticsEngineDataPoint) => {
    try {
      dataset.writeDataPoint(point);
      isBroken = false;
    } catch (error) {
      // Once, not once a request.
      if (!isBroken) log("error", "metrics_failed", traceOf(error));
      isBroken = true;
    }
  };
  return {
    request: ({ route, method, status, code, cache, colo, ms, sql, sqlMs, objects, stored }) =>
      write({
        indexes: [route],
        blobs: ["request", method, `${Math.floor(status / 100)}xx`, code, cache, colo],
        doubles: [ms, sql, sqlMs, objects, stored],
      }),
    refused: (client, bucket, requests) =>
      write({ indexes: [client], blobs: ["refused", bucket], doubles: [requests] }),
  };
}
