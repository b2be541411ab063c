import { sql } from "drizzle-orm/sql";
import type { SuspensionResponse } from "#contract/admin.ts";
import { rowAfterLock } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireAdmin } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";
import { stillAdmin } from "./plugin-state.ts";

/**
 * Locks an account out, from its next request on, or lets it in again. What it published stays.
 * @throws RegistryError admin_only, user_not_found
 */
export async function setSuspended(
  ctx: Pick<Context, "db" | "actor">,
  userId: string,
  suspended: boolean,
): Promise<SuspensionResponse> {
  const actor = requireAdmin(ctx);
  const set = suspended ? sql`suspended_at = coalesce(u.suspended_at, now())` : sql`suspended_at = null`;
  const differs = suspended ? sql`u.suspended_at is null` : sql`u.suspended_at is not null`;
  const action = suspended ? "account.suspend" : "account.unsuspend";
  const row = await rowAfterLock<{ username: string; suspended_at: string | null }>(
    ctx.db,
    sql`select from users where id = ${userId} for no key update`,
    sql`with target as (
          select u.id, u.username, u.suspended_at from users u where u.id = ${userId} and ${stillAdmin(actor)}
        ), changed as (
          update users u set ${set} from target where u.id = target.id and ${differs}
          returning u.suspended_at, null::uuid as plugin_id, u.id as user_id
        ), audit as (${auditRows("changed", action, actor.id)})
        select target.username, case when changed.user_id is null then target.suspended_at else changed.suspended_at end
          as suspended_at
        from target left join changed on true`,
  );
  if (!row) throw new RegistryError("user_not_found");
  const message = suspended ? `${row.username} is suspended` : `${row.username} may sign in again`;
  const suspended_at = row.suspended_at && new Date(row.suspended_at).toISOString();
  return { success: true, user_id: userId, suspended_at, message };
}
