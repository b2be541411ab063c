import { sql } from "drizzle-orm/sql";
import type { ReviewCreated, ReviewRequest } from "#contract/reviews.ts";
import { violatedConstraint } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import { auditRows } from "../audit.ts";
import type { Context } from "../context.ts";

/**
 * Reviews a plugin, once per account and never one's own.
 * @throws RegistryError plugin_not_found, own_plugin, version_not_found, review_exists
 */
export async function createReview(
  ctx: Pick<Context, "db" | "actor" | "takeLimit">,
  name: string,
  input: ReviewRequest,
): Promise<ReviewCreated> {
  const actor = requireScope(ctx, "review", name);
  await ctx.takeLimit("review");
  const row = await insertReview(ctx, actor.id, name, input);
  if (!row?.plugin) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (row.owner) throw new RegistryError("own_plugin");
  if (!row.id) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${input.version}'` });
  }
  return { success: true, review_id: row.id, message: `Thank you: your review of ${name} is published` };
}

async function insertReview(ctx: Pick<Context, "db">, userId: string, name: string, input: ReviewRequest) {
  try {
    return await rowOf<{ plugin: boolean; owner: boolean; id: string | null }>(
      ctx.db,
      sql`with plugin as (
            select id from plugins where name = ${name} and taken_down_at is null
          ), owner as (
            select o.user_id from plugin_owners o join plugin on plugin.id = o.plugin_id where o.user_id = ${userId}
          ), created as (
            insert into reviews (plugin_id, user_id, version_id, rating, title, comment)
            select plugin.id, ${userId}::uuid, v.id, ${input.rating}::smallint, ${input.title ?? null}::text, ${input.comment}
            from plugin join plugin_versions v on v.plugin_id = plugin.id and v.version = ${input.version}
            where not exists (select from owner)
            returning id, plugin_id, null::uuid as user_id
          ), audit as (${auditRows("created", "review.create", userId, { rating: input.rating })})
          select exists (select from plugin) as plugin, exists (select from owner) as owner, (select id from created) as id`,
    );
  } catch (error) {
    if (violatedConstraint(error) === "reviews_one_per_user") throw new RegistryError("review_exists");
    throw error;
  }
}
