import { sql } from "drizzle-orm/sql";
import type { Done } from "#contract/common.ts";
import { rowsOf } from "#db/rows.ts";
import { requireAdmin } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";
import { stillAdmin } from "./plugin-state.ts";

/** Lets a name be claimed although it is reserved or like a well-known plugin's. @throws RegistryError admin_only */
export async function allowName(ctx: Pick<Context, "db" | "actor">, name: string): Promise<Done> {
  const actor = requireAdmin(ctx);
  await rowsOf(
    ctx.db,
    sql`with changed as (
          insert into allowed_names (name, allowed_by) select ${name}, ${actor.id}::uuid where ${stillAdmin(actor)}
          on conflict do nothing returning null::uuid as plugin_id, null::uuid as user_id
        ) ${auditRows("changed", "name.allow", actor.id, { name })}`,
  );
  return { success: true, message: `'${name}' may be claimed` };
}
