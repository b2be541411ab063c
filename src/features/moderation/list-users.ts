import { sql } from "drizzle-orm/sql";
import type { UserList, UserListQuery } from "#contract/admin.ts";
import { rowOf } from "#db/rows.ts";
import { requireAdmin } from "../access.ts";
import type { Context } from "../context.ts";

/**
 * Accounts, the newest first, with their e-mail addresses: for administrators only.
 * @throws RegistryError admin_only
 */
export async function listUsers(ctx: Pick<Context, "db" | "actor">, query: UserListQuery): Promise<UserList> {
  requireAdmin(ctx);
  const { q, page, per_page } = query;
  const prefix = q && `${q.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const where = prefix ? sql`lower(u.username) like ${prefix} or u.email like ${prefix}` : sql`true`;
  const total = prefix
    ? sql`select count(*)::integer from users u where ${where}`
    : sql`select users from registry_totals`;
  const row = await rowOf<{ total: number; users: UserList["users"] }>(
    ctx.db,
    sql`select (${total}) as total, coalesce(jsonb_agg(jsonb_build_object(
          'id', u.id, 'username', u.username, 'email', u.email, 'is_admin', u.is_admin, 'is_official', u.is_official,
          'suspended_at', u.suspended_at, 'created_at', u.created_at,
          'plugins_count', (select count(*) from plugin_owners o where o.user_id = u.id)
        ) order by u.created_at desc, u.id), '[]') as users
        from (
          select * from users u where ${where} order by u.created_at desc, u.id limit ${per_page} offset ${page * per_page}
        ) u`,
  );
  const users = (row?.users ?? []).map((user) => ({
    ...user,
    created_at: new Date(user.created_at).toISOString(),
    suspended_at: user.suspended_at && new Date(user.suspended_at).toISOString(),
  }));
  return { users, total: row?.total ?? 0, page, per_page };
}
