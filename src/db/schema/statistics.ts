import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./accounts.ts";
import { moment } from "./columns.ts";
import { plugins, pluginVersions } from "./plugins.ts";

export const pluginDownloadsDaily = pgTable(
  "plugin_downloads_daily",
  {
    versionId: uuid("version_id")
      .notNull()
      .references(() => pluginVersions.id),
    day: date("day", { mode: "string" }).notNull(),
    pluginId: uuid("plugin_id")
      .notNull()
      .references(() => plugins.id),
    downloads: integer("downloads").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.day] }),
    index("plugin_downloads_daily_plugin").on(table.pluginId, table.day),
  ],
);

/** The last batch that each DownloadCounter object has had applied; a batch that comes twice is recognised by it. */
export const downloadCounters = pgTable("download_counters", {
  counter: text("counter").primaryKey(),
  lastSequence: bigint("last_sequence", { mode: "number" }).notNull(),
});

/** Who has downloaded what while signed in: the ground for a review's `verified`. */
export const userDownloads = pgTable(
  "user_downloads",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    pluginId: uuid("plugin_id")
      .notNull()
      .references(() => plugins.id),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.pluginId] })],
);

/**
 * One row, kept by triggers, so that totals cost no scan. Plugins count while they are not taken down; versions,
 * reviews, users and downloads count for ever. One row also means one lock, hence no deadlock among the triggers.
 */
export const registryTotals = pgTable(
  "registry_totals",
  {
    onlyRow: boolean("only_row").primaryKey().default(true),
    plugins: integer("plugins").notNull().default(0),
    verifiedPlugins: integer("verified_plugins").notNull().default(0),
    versions: integer("versions").notNull().default(0),
    users: integer("users").notNull().default(0),
    reviews: integer("reviews").notNull().default(0),
    ratingSum: bigint("rating_sum", { mode: "number" }).notNull().default(0),
    downloads: bigint("downloads", { mode: "number" }).notNull().default(0),
    pluginsByCategory: jsonb("plugins_by_category")
      .$type<Record<string, number>>()
      .notNull()
      .default(sql`'{}'::jsonb`),
  },
  (table) => [check("registry_totals_only_row", sql`${table.onlyRow}`)],
);

/**
 * What each day in UTC added to the totals. A trigger on them keeps it, so that the days and the totals agree; downloads belong to the day on
 * which they were counted. `rebuild_registry_days()` makes it anew from what there is, for a registry that gets a past.
 */
export const registryDays = pgTable("registry_days", {
  day: date("day", { mode: "string" }).primaryKey(),
  plugins: integer("plugins").notNull().default(0),
  versions: integer("versions").notNull().default(0),
  downloads: bigint("downloads", { mode: "number" }).notNull().default(0),
});
