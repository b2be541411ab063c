import { type SQL, sql } from "drizzle-orm/sql";
import type { VerifyResponse } from "#contract/admin.ts";
import type { Done } from "#contract/common.ts";
import { rowAfterLock } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireAdmin } from "../access.ts";
import { type AuditAction, auditRows } from "../audit.ts";
import type { Actor, Context } from "../context.ts";

type ModerationContext = Pick<Context, "db" | "actor">;

/**
 * Gives or takes the verified mark. Verifying again keeps the time, unless a version came since: then somebody has looked again.
 * @throws RegistryError admin_only, plugin_not_found
 */
export async function verifyPlugin(ctx: ModerationContext, name: string, verified: boolean): Promise<VerifyResponse> {
  const set = verified ? sql`verified_at = now()` : sql`verified_at = null`;
  const action = verified ? "plugin.verify" : "plugin.unverify";
  const at = await setState(ctx, name, {
    set,
    differs: verified ? NOT_LOOKED_AT : sql`p.verified_at is not null`,
    result: sql`p.verified_at`,
    where: sql`p.taken_down_at is null`,
    action,
  });
  return {
    success: true,
    plugin_name: name,
    verified,
    verified_at: at && new Date(at).toISOString(),
    message: verified ? `${name} is verified` : `${name} is no longer verified`,
  };
}

const NOT_LOOKED_AT = sql`p.verified_at is null or p.verified_at < (
  select v.published_at from plugin_versions v where v.id = p.current_version_id
)`;

/** Hides a plugin everywhere public; its name stays held. @throws RegistryError admin_only, plugin_not_found */
export async function takeDownPlugin(ctx: ModerationContext, name: string, reason: string): Promise<Done> {
  const set = sql`taken_down_at = coalesce(p.taken_down_at, now()), takedown_reason = ${reason}`;
  const differs = sql`p.taken_down_at is null or p.takedown_reason is distinct from ${reason}`;
  const result = sql`p.taken_down_at`;
  await setState(ctx, name, { set, differs, result, where: sql`true`, action: "plugin.takedown", details: { reason } });
  return { success: true, message: `${name} is taken down; its name stays held` };
}

/** Shows a plugin again. @throws RegistryError admin_only, plugin_not_found */
export async function restorePlugin(ctx: ModerationContext, name: string): Promise<Done> {
  const set = sql`taken_down_at = null, takedown_reason = null`;
  const result = sql`p.taken_down_at`;
  const differs = sql`p.taken_down_at is not null`;
  await setState(ctx, name, { set, differs, result, where: sql`true`, action: "plugin.restore" });
  return { success: true, message: `${name} is public again` };
}

/** An administrator, as the database says at the moment of the write. */
export const stillAdmin = (actor: Actor): SQL =>
  sql`exists (select from users a where a.id = ${actor.id} and a.is_admin and a.suspended_at is null)`;

interface StateChange {
  set: SQL;
  /** When the change is one: a plugin that is as it should be is left alone, and nothing noted. */
  differs: SQL;
  result: SQL;
  where: SQL;
  action: AuditAction;
  details?: Record<string, unknown>;
}

async function setState(ctx: ModerationContext, name: string, change: StateChange): Promise<string | null> {
  const actor = requireAdmin(ctx);
  const row = await rowAfterLock<{ result: string | null }>(
    ctx.db,
    sql`select from plugins where name = ${name} for no key update`,
    sql`with target as (
          select p.id, ${change.result} as result from plugins p
          where p.name = ${name} and ${change.where} and ${stillAdmin(actor)}
        ), changed as (
          update plugins p set ${change.set} from target where p.id = target.id and (${change.differs})
          returning p.id as plugin_id, null::uuid as user_id, ${change.result} as result
        ), audit as (${auditRows("changed", change.action, actor.id, change.details)})
        select result from changed union all select result from target where not exists (select from changed)`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return row.result;
}
