import { type SQL, sql } from "drizzle-orm/sql";
import type { YankResponse } from "#contract/publishing.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { precedenceKey } from "#lib/versions.ts";
import { requireScope } from "../access.ts";
import { type AuditAction, auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

export interface YankInput {
  name: string;
  version: string;
  reason?: string | undefined;
}

type YankContext = Pick<Context, "db" | "actor" | "takeLimit">;

/**
 * Marks a version as not to be used: it stays downloadable by its number and never resolves. Yanking again changes
 * the reason, if it is another one.
 * @throws RegistryError plugin_not_found, version_not_found, not_owner
 */
export async function yankVersion(ctx: YankContext, input: YankInput): Promise<YankResponse> {
  const reason = input.reason ?? null;
  await setYanked(ctx, input, {
    set: sql`yanked_at = coalesce(v.yanked_at, now()), yank_reason = ${reason}::text`,
    differs: sql`v.yanked_at is null or v.yank_reason is distinct from ${reason}::text`,
    action: "version.yank",
    details: { version: input.version, reason },
  });
  return answer(input, true, reason);
}

/** Takes a yank back. @throws RegistryError plugin_not_found, version_not_found, not_owner */
export async function unyankVersion(ctx: YankContext, input: YankInput): Promise<YankResponse> {
  await setYanked(ctx, input, {
    set: sql`yanked_at = null, yank_reason = null`,
    differs: sql`v.yanked_at is not null`,
    action: "version.unyank",
    details: { version: input.version },
  });
  return answer(input, false, null);
}

function answer({ name, version }: YankInput, yanked: boolean, yank_reason: string | null): YankResponse {
  const message = `${name} ${version} is ${yanked ? "yanked: it no longer resolves" : "no longer yanked"}`;
  return { success: true, message, name, version, yanked, yank_reason };
}

async function setYanked(
  ctx: YankContext,
  { name, version }: YankInput,
  { set, differs, action, details }: { set: SQL; differs: SQL; action: AuditAction; details: Record<string, unknown> },
): Promise<void> {
  const actor = requireScope(ctx, "yank", name);
  await ctx.takeLimit("yank");
  // The owner's row is locked, so that a removal and this write happen one after the other, never side by side.
  const row = await rowOf<{ plugin: boolean; version: boolean; allowed: boolean }>(
    ctx.db,
    sql`with plugin as (
          select id from plugins where name = ${name} and taken_down_at is null for no key update
        ), version as (
          select v.id from plugin_versions v join plugin on plugin.id = v.plugin_id
          where v.precedence = ${precedenceKey(version)} and v.version = ${version}
        ), owner as (
          select o.user_id from plugin_owners o join plugin on plugin.id = o.plugin_id
          where o.user_id = ${actor.id} for key share
        ), administrator as (
          select id from users where id = ${actor.id} and is_admin and suspended_at is null
        ), allowed as (
          select from owner union all select from administrator
        ), changed as (
          update plugin_versions v set ${set}
          where v.id = (select id from version) and exists (select from allowed) and (${differs})
          returning v.plugin_id, null::uuid as user_id
        ), audit as (${auditRows("changed", action, actor.id, details)})
        select exists (select from plugin) as plugin, exists (select from version) as version,
               exists (select from allowed) as allowed`,
  );
  if (!row?.plugin) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.version) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${version}'` });
  }
  if (!row.allowed) throw new RegistryError("not_owner", { message: `You are not an owner of '${name}'` });
}
