import { sql } from "drizzle-orm/sql";
import type { VoteResponse } from "#contract/reviews.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import type { Context } from "../context.ts";
import { changeReview, type ReviewAddress } from "./change.ts";

type VoteContext = Pick<Context, "db" | "actor" | "takeLimit">;

/** Votes on a review; one vote per account, a second one replaces the first. @throws RegistryError review_not_found, own_review */
export async function voteOnReview(ctx: VoteContext, address: ReviewAddress, helpful: boolean): Promise<VoteResponse> {
  const actor = requireScope(ctx, "review", address.name);
  await ctx.takeLimit("vote");
  const { allowed } = await changeReview(ctx, address, actor.id, {
    allowed: sql`r.user_id <> ${actor.id}`,
    action: "review.vote",
    lock: "vote",
    details: { helpful },
    change: sql`insert into review_votes as vote (review_id, user_id, helpful)
      select id, ${actor.id}::uuid, ${helpful}::boolean from permitted
      on conflict (review_id, user_id) do update set helpful = excluded.helpful where vote.helpful <> excluded.helpful
      returning (select plugin_id from permitted), null::uuid as user_id`,
  });
  if (!allowed) throw new RegistryError("own_review");
  return countVotes(ctx, address.reviewId);
}

/** Takes one's vote back; without one, nothing happens. @throws RegistryError review_not_found */
export async function withdrawVote(ctx: VoteContext, address: ReviewAddress): Promise<VoteResponse> {
  const actor = requireScope(ctx, "review", address.name);
  await ctx.takeLimit("vote");
  await changeReview(ctx, address, actor.id, {
    allowed: sql`true`,
    action: "review.unvote",
    lock: "vote",
    change: sql`delete from review_votes v using permitted where v.review_id = permitted.id and v.user_id = ${actor.id}
      returning permitted.plugin_id, null::uuid as user_id`,
  });
  return countVotes(ctx, address.reviewId);
}

/** A statement cannot see what its own triggers counted, hence a second one. */
async function countVotes(ctx: Pick<Context, "db">, reviewId: string): Promise<VoteResponse> {
  const counts = await rowOf<Omit<VoteResponse, "success">>(
    ctx.db,
    sql`select helpful_count, unhelpful_count from reviews where id = ${reviewId}`,
  );
  if (!counts) throw new RegistryError("review_not_found");
  return { success: true, ...counts };
}
