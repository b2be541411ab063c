import { type SQL, sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

type OwnerContext = Pick<Context, "db" | "actor">;

interface ChangeRow {
  plugin: boolean;
  allowed: boolean;
  subject: string | null;
  owners: number;
  was_owner: boolean;
}

/**
 * Makes somebody an owner; one who is already stays as they are.
 * @throws RegistryError plugin_not_found, not_owner, user_not_found
 */
export async function addOwner(ctx: OwnerContext, name: string, username: string): Promise<void> {
  const actor = requireScope(ctx, "owners", name);
  const insert = sql`insert into plugin_owners (plugin_id, user_id, added_by)
    select plugin.id, subject.id, ${actor.id}::uuid from plugin, subject where exists (select from allowed)
    on conflict do nothing returning plugin_id, user_id`;
  await changeOwners(ctx, actor.id, { name, username }, "owner.add", insert);
}

/**
 * Takes somebody's ownership away, from the next write on; the last owner cannot go.
 * @throws RegistryError plugin_not_found, not_owner, user_not_found, last_owner
 */
export async function removeOwner(ctx: OwnerContext, name: string, username: string): Promise<void> {
  const actor = requireScope(ctx, "owners", name);
  const remove = sql`delete from plugin_owners o using plugin, subject
    where o.plugin_id = plugin.id and o.user_id = subject.id and exists (select from allowed)
      and (select count(*) from owners) > 1
    returning o.plugin_id, o.user_id`;
  const row = await changeOwners(ctx, actor.id, { name, username }, "owner.remove", remove);
  if (!row.was_owner) {
    throw new RegistryError("user_not_found", { message: `'${username}' is not an owner of '${name}'` });
  }
  if (row.owners <= 1) throw new RegistryError("last_owner");
}

async function changeOwners(
  ctx: Pick<Context, "db">,
  actorId: string,
  { name, username }: { name: string; username: string },
  action: "owner.add" | "owner.remove",
  change: SQL,
): Promise<ChangeRow> {
  // All owners' rows are locked: two who remove each other come one after the other, and the second sees the first.
  const row = await rowOf<ChangeRow>(
    ctx.db,
    sql`with plugin as (
          select id from plugins where name = ${name} and taken_down_at is null for no key update
        ), owners as (
          select o.user_id from plugin_owners o join plugin on plugin.id = o.plugin_id for update of o
        ), allowed as (
          select user_id from owners where user_id = ${actorId}
          union all select id from users where id = ${actorId} and is_admin and suspended_at is null
        ), subject as (
          select id, username from users where lower(username) = lower(${username})
        ), changed as (${change}
        ), audit as (${auditRows("changed", action, actorId)})
        select exists (select from plugin) as plugin, exists (select from allowed) as allowed,
          (select username from subject) as subject, (select count(*)::integer from owners) as owners,
          exists (select from owners join subject on subject.id = owners.user_id) as was_owner`,
  );
  if (!row?.plugin) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.allowed) throw new RegistryError("not_owner", { message: `You are not an owner of '${name}'` });
  if (row.subject === null) throw new RegistryError("user_not_found", { message: `There is no user '${username}'` });
  return row;
}
