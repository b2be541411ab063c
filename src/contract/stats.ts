import * as z from "zod";
import { Count, Timestamp } from "./common.ts";
import { Category, PluginName, Version } from "./plugins.ts";

export const PluginSummary = z
  .object({
    name: PluginName,
    version: Version,
    description: z.string().meta({ example: "Checks JSON Web Tokens" }),
    category: Category,
    downloads: Count.meta({ example: 1523 }),
    week_downloads: Count.meta({ description: "In the last 7 days", example: 93 }),
    verified: z.boolean().meta({ description: "Marked by an administrator", example: true }),
    rating: z.number().min(0).max(5).meta({ example: 4.8 }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: "PluginSummary", description: "A plugin in a line" });
export type PluginSummary = z.infer<typeof PluginSummary>;

export const StatsResponse = z
  .object({
    total_plugins: Count.meta({ example: 3 }),
    total_versions: Count.meta({ example: 4 }),
    total_downloads: Count.meta({ example: 4756 }),
    total_users: Count.meta({ example: 17 }),
    total_reviews: Count.meta({ example: 35 }),
    top_plugins: z.array(PluginSummary).max(10).meta({ description: "By downloads" }),
    recent_plugins: z.array(PluginSummary).max(10).meta({ description: "By their latest version" }),
    categories: z
      .array(z.object({ category: Category, plugins: Count.meta({ example: 1 }) }))
      .meta({ description: "All eight, in their order" }),
  })
  .meta({ id: "Stats", description: "The registry in numbers" });
export type StatsResponse = z.infer<typeof StatsResponse>;
