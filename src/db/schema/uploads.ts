import { integer, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts.ts";
import { moment } from "./columns.ts";

/** Publications whose module is sent straight to storage, from their announcement to their completion. */
export const uploads = pgTable(
  "uploads",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** What is to be published, as it was checked. */
    request: jsonb("request").notNull(),
    moduleKey: text("module_key").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
    completedAt: moment("completed_at"),
  },
  (table) => [index("uploads_expiry").on(table.expiresAt)],
);
