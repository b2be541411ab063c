import { sql } from "drizzle-orm/sql";
import type { DeprecationRequest, DeprecationResponse } from "#contract/owners.ts";
import { rowAfterLock } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/**
 * Marks a plugin as one to move away from, or takes the mark back. It stays installable.
 * @throws RegistryError plugin_not_found, not_owner, invalid_input when the replacement does not exist
 */
export async function deprecatePlugin(
  ctx: Pick<Context, "db" | "actor">,
  name: string,
  input: DeprecationRequest,
): Promise<DeprecationResponse> {
  const actor = requireScope(ctx, "publish:update", name);
  const message = input?.message ?? null;
  const replacement = input?.replacement ?? null;
  const action = input ? "plugin.deprecate" : "plugin.undeprecate";
  const row = await rowAfterLock<{ plugin: boolean; allowed: boolean; replacement: boolean }>(
    ctx.db,
    sql`select from plugins where name = ${name} for no key update`,
    sql`with plugin as (
          select id from plugins where name = ${name} and taken_down_at is null
        ), owner as (
          select o.user_id from plugin_owners o join plugin on plugin.id = o.plugin_id
          where o.user_id = ${actor.id} for key share of o
        ), replacement as (
          select true as found where ${replacement}::text is null
          union all select true from plugins where name = ${replacement} and name <> ${name} and taken_down_at is null
        ), changed as (
          update plugins p set deprecation_message = ${message}, replacement = ${replacement}
          from plugin where p.id = plugin.id and exists (select from owner) and exists (select from replacement)
            and (p.deprecation_message, p.replacement) is distinct from (${message}::text, ${replacement}::text)
          returning p.id as plugin_id, null::uuid as user_id
        ), audit as (${auditRows("changed", action, actor.id, { message, replacement })})
        select exists (select from plugin) as plugin, exists (select from owner) as allowed,
          exists (select from replacement) as replacement`,
  );
  if (!row?.plugin) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.allowed) throw new RegistryError("not_owner", { message: `You are not an owner of '${name}'` });
  if (!row.replacement) {
    const issue = { path: "replacement", message: `There is no other plugin '${replacement}'` };
    throw new RegistryError("invalid_input", { issues: [issue] });
  }
  const deprecated = message === null ? null : { message, replacement };
  return { success: true, message: `${name} is ${deprecated ? "deprecated" : "no longer deprecated"}`, deprecated };
}
