import { type SQL, sql } from "drizzle-orm/sql";
import type { AuditLog } from "#contract/admin.ts";
import { rowOf } from "#db/rows.ts";
import { requireAdmin } from "../access.ts";
import type { Context } from "../context.ts";

export interface AuditLogQuery {
  actor?: string | undefined;
  action?: string | undefined;
  plugin?: string | undefined;
  page: number;
  per_page: number;
}

/** Who changed what, the latest first; filtered by the actor's username, the action, the plugin's name. @throws RegistryError admin_only */
export async function listAuditLog(ctx: Pick<Context, "db" | "actor">, query: AuditLogQuery): Promise<AuditLog> {
  requireAdmin(ctx);
  const { actor, action, plugin, page, per_page } = query;
  const conditions: SQL[] = [sql`true`];
  if (actor) conditions.push(sql`l.actor_id = (select id from users where lower(username) = lower(${actor}))`);
  if (action) conditions.push(sql`l.action = ${action}`);
  if (plugin) conditions.push(sql`l.plugin_id = (select id from plugins where name = ${plugin})`);
  const where = sql.join(conditions, sql` and `);
  const row = await rowOf<{ total: number; entries: AuditLog["entries"] }>(
    ctx.db,
    sql`select (select count(*)::integer from audit_log l where ${where}) as total,
          (select coalesce(jsonb_agg(jsonb_build_object(
            'id', l.id, 'action', l.action, 'actor', a.username, 'plugin', p.name, 'user', u.username,
            'details', l.details, 'created_at', l.created_at
          ) order by l.id desc), '[]')
          from (
            select * from audit_log l where ${where} order by l.id desc limit ${per_page} offset ${page * per_page}
          ) l
          left join users a on a.id = l.actor_id
          left join plugins p on p.id = l.plugin_id
          left join users u on u.id = l.user_id) as entries`,
  );
  const entries = (row?.entries ?? []).map((entry) => ({
    ...entry,
    created_at: new Date(entry.created_at).toISOString(),
  }));
  return { entries, total: row?.total ?? 0, page, per_page };
}
