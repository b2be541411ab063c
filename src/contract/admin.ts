import * as z from "zod";
import { Count, Timestamp, Uuid } from "./common.ts";
import { pageFields, parameter, queryPaging, withinDepth } from "./paging.ts";
import { PluginName } from "./plugins.ts";
import { text } from "./text.ts";

export const VerifyRequest = z
  .object({ verified: z.boolean().meta({ example: true }) })
  .meta({ id: "VerifyRequest", description: "Give or take the mark" });
export type VerifyRequest = z.infer<typeof VerifyRequest>;

export const VerifyResponse = z
  .object({
    success: z.literal(true),
    plugin_name: PluginName,
    verified: z.boolean().meta({ example: true }),
    verified_at: Timestamp.nullable(),
    message: z.string().meta({ example: "auth-jwt is verified" }),
  })
  .meta({ id: "VerifyResponse", description: "The mark as it is now" });
export type VerifyResponse = z.infer<typeof VerifyResponse>;

export const TakedownRequest = z
  .object({ reason: text(1, 500).meta({ example: "Sends credentials to a third party" }) })
  .meta({ id: "TakedownRequest", description: "Kept in the audit log" });
export type TakedownRequest = z.infer<typeof TakedownRequest>;

export const AdminStats = z
  .object({
    total_plugins: Count,
    total_downloads: Count,
    total_users: Count,
    verified_plugins: Count,
    total_reviews: Count,
    average_rating: z.number().min(0).max(5),
  })
  .meta({
    id: "AdminStats",
    description: "The registry in numbers",
    example: {
      total_plugins: 3,
      total_downloads: 4756,
      total_users: 17,
      verified_plugins: 3,
      total_reviews: 35,
      average_rating: 4.8,
    },
  });
export type AdminStats = z.infer<typeof AdminStats>;

export const AdminUser = z
  .object({
    id: Uuid,
    username: z.string().meta({ example: "testuser" }),
    email: z.string().meta({ example: "test@example.com" }),
    is_admin: z.boolean().meta({ example: false }),
    is_official: z.boolean().meta({ example: false }),
    suspended_at: Timestamp.nullable(),
    created_at: Timestamp,
    plugins_count: Count.meta({ example: 0 }),
  })
  .meta({ id: "AdminUser", description: "An account as administrators see it" });
export type AdminUser = z.infer<typeof AdminUser>;

export const UserListQuery = withinDepth(
  z.object({
    q: parameter(text(1, 254)).meta({ description: "The beginning of a username or e-mail address", example: "test" }),
    ...queryPaging,
  }),
);
export type UserListQuery = z.infer<typeof UserListQuery>;

export const UserList = z
  .object({ users: z.array(AdminUser), ...pageFields })
  .meta({ id: "UserList", description: "One page of accounts, the newest first" });
export type UserList = z.infer<typeof UserList>;

export const SuspensionResponse = z
  .object({
    success: z.literal(true),
    user_id: Uuid,
    suspended_at: Timestamp.nullable(),
    message: z.string().meta({ example: "testuser is suspended" }),
  })
  .meta({ id: "SuspensionResponse", description: "The state of the account now" });
export type SuspensionResponse = z.infer<typeof SuspensionResponse>;

export const AuditEntry = z
  .object({
    id: z.int(),
    action: z.string(),
    actor: z.string().nullable().meta({ description: "The username of who did it; null for the registry itself" }),
    plugin: z.string().nullable(),
    user: z.string().nullable().meta({ description: "The username of the account that was acted on" }),
    details: z.record(z.string(), z.unknown()),
    created_at: Timestamp,
  })
  .meta({
    id: "AuditEntry",
    description: "One change",
    example: {
      id: 1,
      action: "plugin.verify",
      actor: "admin",
      plugin: "auth-jwt",
      user: null,
      details: { verified: true },
      created_at: "2026-11-24T09:30:00.000Z",
    },
  });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditLogQuery = withinDepth(
  z.object({
    actor: parameter(text(1, 39)).meta({ description: "A username", example: "admin" }),
    action: parameter(text(1, 50)).meta({ example: "plugin.verify" }),
    plugin: parameter(PluginName),
    ...queryPaging,
  }),
);
export type AuditLogQuery = z.infer<typeof AuditLogQuery>;

export const AuditLog = z
  .object({ entries: z.array(AuditEntry), ...pageFields })
  .meta({ id: "AuditLog", description: "One page of changes, the newest first" });
export type AuditLog = z.infer<typeof AuditLog>;
