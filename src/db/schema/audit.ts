import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
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

/**
 * The log's hash chain, one row for each of its rows, in the order of their commits. A trigger writes it at the end of each
 * transaction; it refers to the log by no foreign key, since adding one would have held up whoever writes to the log.
 */
export const auditChain = pgTable("audit_chain", {
  position: bigint("position", { mode: "number" }).primaryKey(),
  auditId: bigint("audit_id", { mode: "number" }).notNull().unique("audit_chain_audit_unique"),
  /** SHA-256 of the hash before and what the row says, as `audit_hash` puts it. */
  hash: text("hash").notNull(),
});

/** Where the chain ends: the row that each transaction locks last. */
export const auditHead = pgTable(
  "audit_head",
  {
    onlyRow: boolean("only_row").primaryKey().default(true),
    position: bigint("position", { mode: "number" }).notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [check("audit_head_only_row", sql`${table.onlyRow}`)],
);
