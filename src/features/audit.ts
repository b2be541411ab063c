import { type SQL, sql } from "drizzle-orm/sql";

/** What the audit log records; one word for the noun, one for what was done to it. */
export type AuditAction =
  | "account.register"
  | "account.change_password"
  | "account.change_email"
  | "account.logout_all"
  | "account.suspend"
  | "account.unsuspend"
  | "token.create"
  | "token.revoke"
  | "signing_key.add"
  | "signing_key.revoke"
  | "owner.add"
  | "owner.remove"
  | "plugin.deprecate"
  | "plugin.undeprecate"
  | "version.publish"
  | "version.yank"
  | "version.unyank"
  | "name.allow"
  | "plugin.verify"
  | "plugin.unverify"
  | "plugin.takedown"
  | "plugin.restore"
  | "review.create"
  | "review.update"
  | "review.delete"
  | "review.respond"
  | "review.vote"
  | "review.unvote";

/**
 * An INSERT for a CTE: one audit row for each row of `source`, which must have the columns `plugin_id` and `user_id`
 * (the account acted on), null where there is none.
 */
export function auditRows(
  source: string,
  action: AuditAction,
  actorId: SQL | string,
  details: Record<string, unknown> = {},
): SQL {
  return sql`insert into audit_log (action, actor_id, plugin_id, user_id, details)
    select ${action}::text, ${actorId}::uuid, plugin_id, user_id, ${JSON.stringify(details)}::jsonb from ${sql.identifier(source)}`;
}
