import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireAdmin } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";
import { stillAdmin } from "./plugin-state.ts";

/** Deletes anybody's review. @throws RegistryError admin_only, review_not_found */
export async function removeReview(ctx: Pick<Context, "db" | "actor">, reviewId: string): Promise<void> {
  const actor = requireAdmin(ctx);
  const row = await rowOf(
    ctx.db,
    sql`with changed as (
          delete from reviews r where r.id = ${reviewId} and ${stillAdmin(actor)}
          returning r.plugin_id, r.user_id
        ), audit as (${auditRows("changed", "review.delete", actor.id, { review_id: reviewId })})
        select plugin_id from changed`,
  );
  if (!row) throw new RegistryError("review_not_found");
}
