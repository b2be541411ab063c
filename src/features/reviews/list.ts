import { type SQL, sql } from "drizzle-orm/sql";
import type { Review, ReviewList } from "#contract/reviews.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { averageRating } from "../plugins/index.ts";
import { reviewRecord, withTimes } from "./view.ts";

export type ReviewSort = "helpful" | "recent";

const ORDERS: Record<ReviewSort, SQL> = {
  helpful: sql`(r.helpful_count - r.unhelpful_count) desc, r.created_at desc, r.id`,
  recent: sql`r.created_at desc, r.id`,
};

interface ReviewsRow {
  rating_sum: number;
  reviews_count: number;
  distribution: Record<string, number>;
  reviews: Review[];
}

/** A page of a plugin's reviews with the statistics of all of them. @throws RegistryError plugin_not_found */
export async function listReviews(
  ctx: Pick<Context, "db">,
  name: string,
  { sort, page, per_page }: { sort: ReviewSort; page: number; per_page: number },
): Promise<ReviewList> {
  const order = ORDERS[sort];
  const row = await rowOf<ReviewsRow>(
    ctx.db,
    sql`select p.rating_sum, p.reviews_count,
          (select coalesce(jsonb_object_agg(rating, n), '{}') from (
            select rating, count(*) as n from reviews where plugin_id = p.id group by rating
          ) counts) as distribution,
          (select coalesce(jsonb_agg(${reviewRecord} order by r.position), '[]')
            from (
              select r.*, row_number() over (order by ${order}) as position from reviews r
              where r.plugin_id = p.id order by ${order} limit ${per_page} offset ${page * per_page}
            ) r
            join users u on u.id = r.user_id
            join plugin_versions v on v.id = r.version_id
          ) as reviews
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  const { rating_sum, reviews_count, distribution } = row;
  return {
    reviews: row.reviews.map(withTimes),
    total: reviews_count,
    page,
    per_page,
    stats: {
      average_rating: averageRating(rating_sum, reviews_count),
      total_reviews: reviews_count,
      rating_distribution: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0, ...distribution },
    },
  };
}
