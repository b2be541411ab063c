import { index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
    /** Where the module is sent; a version made of it names the same key. */
    moduleKey: text("module_key").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("uploads_expiry").on(table.expiresAt), uniqueIndex("uploads_module_key").on(table.moduleKey)],
);
