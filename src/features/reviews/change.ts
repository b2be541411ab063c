import { type SQL, sql } from "drizzle-orm/sql";
import { rowAfterLock } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { type AuditAction, auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

export interface ReviewAddress {
  /** The plugin's name. */
  name: string;
  reviewId: string;
}

/** What a change found: does the review exist (on a plugin one can see), may this actor do it, and is there what it needs? */
export interface ReviewChange {
  found: boolean;
  allowed: boolean;
  possible: boolean;
}

/**
 * How strongly the review is held meanwhile: who changes it has it alone; votes go side by side, but not with a
 * deletion. It comes before any vote's row, since a deletion takes them in this order too.
 */
const LOCKS = { change: sql`for update`, vote: sql`for key share` };

/**
 * Runs one change of one review: finds it, asks `allowed` and `possible` (conditions on `r`, the review's row) and runs `change`,
 * which takes its rows from the CTE `permitted` (`id, plugin_id, author_id`) and returns `plugin_id, user_id`.
 * @throws RegistryError review_not_found
 */
export async function changeReview(
  ctx: Pick<Context, "db">,
  { name, reviewId }: ReviewAddress,
  actorId: string,
  options: {
    allowed: SQL;
    possible?: SQL;
    change: SQL;
    action: AuditAction;
    lock?: keyof typeof LOCKS;
    details?: Record<string, unknown>;
  },
): Promise<ReviewChange> {
  const row = await rowAfterLock<ReviewChange>(
    ctx.db,
    sql`select from reviews where id = ${reviewId} ${LOCKS[options.lock ?? "change"]}`,
    sql`with target as (
          select r.id, r.plugin_id, r.user_id as author_id, (${options.allowed}) as allowed, (${options.possible ?? sql`true`}) as possible
          from reviews r join plugins p on p.id = r.plugin_id
          where r.id = ${reviewId} and p.name = ${name} and p.taken_down_at is null
        ), permitted as (
          select id, plugin_id, author_id from target where allowed and possible
        ), changed as (${options.change}
        ), audit as (${auditRows("changed", options.action, actorId, { review_id: reviewId, ...options.details })})
        select exists (select from target) as found, exists (select from target where allowed) as allowed,
               exists (select from permitted) as possible`,
  );
  if (!row?.found) throw new RegistryError("review_not_found");
  return row;
}
