import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts.ts";
import { moment } from "./columns.ts";
import { plugins, pluginVersions } from "./plugins.ts";

export const reviews = pgTable(
  "reviews",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    pluginId: uuid("plugin_id")
      .notNull()
      .references(() => plugins.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    versionId: uuid("version_id")
      .notNull()
      .references(() => pluginVersions.id),
    rating: smallint("rating").notNull(),
    title: text("title"),
    comment: text("comment").notNull(),
    helpfulCount: integer("helpful_count").notNull().default(0),
    unhelpfulCount: integer("unhelpful_count").notNull().default(0),
    responseText: text("response_text"),
    respondedAt: moment("responded_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    unique("reviews_one_per_user").on(table.pluginId, table.userId),
    check("reviews_rating_range", sql`${table.rating} between 1 and 5`),
    index("reviews_by_helpfulness").on(
      table.pluginId,
      sql`(${table.helpfulCount} - ${table.unhelpfulCount}) desc`,
      table.createdAt.desc().nullsFirst(),
      table.id,
    ),
    index("reviews_by_time").on(table.pluginId, table.createdAt.desc().nullsFirst(), table.id),
    index("reviews_by_rating").on(table.pluginId, table.rating),
    index("reviews_by_user").on(table.userId),
  ],
);

export const reviewVotes = pgTable(
  "review_votes",
  {
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    helpful: boolean("helpful").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.userId] }), index("review_votes_user").on(table.userId)],
);
