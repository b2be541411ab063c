import * as z from "zod";
import { DownloadSeries } from "#contract/downloads.ts";
import { RegistryEntry, VersionEntry } from "#contract/plugins.ts";
import { ReviewList } from "#contract/reviews.ts";

/** `info --json`. */
export const InfoDocument = z.object({
  plugin: RegistryEntry,
  /** The one that was asked for. */
  version: VersionEntry,
  downloads: DownloadSeries,
  reviews: ReviewList.shape.stats,
});
export type InfoDocument = z.infer<typeof InfoDocument>;
