import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "../context.ts";

const LISTED = 10;

/** What somebody wrote of a plugin. */
export interface WrittenReview {
  id: string;
  plugin: string;
  version: string;
  rating: number;
  title: string | null;
  comment: string;
  created_at: string;
}

/** The latest reviews that an account wrote of plugins that are to be seen; at most ten. One round trip. */
export async function listReviewsBy(ctx: Pick<Context, "db">, username: string): Promise<WrittenReview[]> {
  const reviews = await rowsOf<WrittenReview>(
    ctx.db,
    sql`select r.id, p.name as plugin, v.version, r.rating, r.title, r.comment, r.created_at
        from users u join reviews r on r.user_id = u.id
        join plugins p on p.id = r.plugin_id join plugin_versions v on v.id = r.version_id
        where lower(u.username) = lower(${username}) and p.taken_down_at is null
        order by r.created_at desc, r.id limit ${LISTED}`,
  );
  return reviews.map((review) => ({ ...review, created_at: new Date(review.created_at).toISOString() }));
}
