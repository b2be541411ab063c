import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import { requireSession } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/** Revokes every session of the account, this one included. Asked again, it leaves alone those that were opened since. */
export async function logOutEverywhere(ctx: Pick<Context, "db" | "actor">): Promise<void> {
  const actor = requireSession(ctx);
  await rowsOf(
    ctx.db,
    sql`with changed as (
          update users set session_version = session_version + 1
          where id = ${actor.id} and session_version = ${actor.sessionVersion}::integer
          returning id as user_id, null::uuid as plugin_id
        ) ${auditRows("changed", "account.logout_all", actor.id)}`,
  );
}
