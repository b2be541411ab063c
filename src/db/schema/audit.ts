import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts.ts";
import { moment } from "./columns.ts";
import { plugins } from "./plugins.ts";

/** Exactly one row for every change by anyone, written by the statement that makes the change. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    action: text("action").notNull(),
    actorId: uuid("actor_id").references(() => users.id),
    pluginId: uuid("plugin_id").references(() => plugins.id),
    /** The account that was acted on, when the change concerns one. */
    userId: uuid("user_id").references(() => users.id),
    details: jsonb("details")
      .$type<Record<string, unknown>>()
      .notNull()
      .default(sql`'{}'::jsonb`),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("audit_log_actor").on(table.actorId, table.id.desc().nullsFirst()),
    index("audit_log_action").on(table.action, table.id.desc().nullsFirst()),
    index("audit_log_plugin").on(table.pluginId, table.id.desc().nullsFirst()),
  ],
);
