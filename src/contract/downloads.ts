import * as z from "zod";
import { Count } from "./common.ts";
import { numberParameter } from "./paging.ts";
import { PluginName, Version } from "./plugins.ts";

export const DownloadsQuery = z.object({
  days: numberParameter(z.int().min(1).max(365).default(90)).meta({ description: "How many days, today included" }),
});
export type DownloadsQuery = z.infer<typeof DownloadsQuery>;

const Day = z.iso.date().meta({ description: "A day in UTC", example: "2026-11-24" });

export const DownloadSeries = z
  .object({
    name: PluginName,
    from: Day,
    to: Day,
    total: Count.meta({ description: "Of all versions in these days", example: 3 }),
    versions: z.array(
      z.object({
        version: Version,
        total: Count.meta({ example: 3 }),
        days: z
          .array(z.object({ day: Day, downloads: Count.meta({ example: 3 }) }))
          .meta({ description: "Days without downloads are left out" }),
      }),
    ),
  })
  .meta({ id: "DownloadSeries", description: "Downloads by day and version; versions without any are left out" });
export type DownloadSeries = z.infer<typeof DownloadSeries>;
