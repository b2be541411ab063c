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

/** Ed25519 keys that publications are signed with. None is ever deleted: versions name them, and a revoked one never comes back. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    /** SHA-256 of the key's 32 bytes, in hex. */
    keyId: text("key_id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    /** In base64. */
    publicKey: text("public_key").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    index("signing_keys_user").on(table.userId, table.createdAt.desc().nullsFirst()),
    check("signing_keys_size", sql`octet_length(decode(${table.publicKey}, 'base64')) = 32`),
    check("signing_keys_id", sql`${table.keyId} = encode(sha256(decode(${table.publicKey}, 'base64')), 'hex')`),
  ],
);

/** The secret itself is stored nowhere: `token_hash` is its SHA-256, which 190 random bits make safe without salt. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull(),
    /** The first characters, by which its owner recognises it. */
    tokenPrefix: text("token_prefix").notNull(),
    scopes: text("scopes").array().notNull(),
    /** Plugin names, `*` standing for any characters; null for all. */
    plugins: text("plugins").array(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    uniqueIndex("api_tokens_hash_unique").on(table.tokenHash),
    index("api_tokens_user").on(table.userId, table.createdAt.desc().nullsFirst()),
  ],
);
