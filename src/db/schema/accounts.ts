import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    username: text("username").notNull(),
    email: text("email").notNull(),
    passwordHash: text("password_hash").notNull(),
    isAdmin: boolean("is_admin").notNull().default(false),
    isOfficial: boolean("is_official").notNull().default(false),
    /** Part of every session token; raising it signs the account out everywhere. */
    sessionVersion: integer("session_version").notNull().default(0),
    suspendedAt: moment("suspended_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("users_username_unique").on(sql`lower(${table.username})`),
    uniqueIndex("users_email_unique").on(table.email),
    index("users_created").on(table.createdAt.desc().nullsFirst(), table.id),
    check("users_username_shape", sql`${table.username} ~ '^[A-Za-z0-9][A-Za-z0-9_-]{2,38}$'`),
    check("users_email_normalised", sql`${table.email} = lower(${table.email})`),
  ],
);
