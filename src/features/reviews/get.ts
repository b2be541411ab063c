import { sql } from "drizzle-orm/sql";
import type { Review } from "#contract/reviews.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import type { ReviewAddress } from "./change.ts";
import { reviewRecord, withTimes } from "./view.ts";

/** One review. @throws RegistryError review_not_found */
export async function getReview(ctx: Pick<Context, "db">, { name, reviewId }: ReviewAddress): Promise<Review> {
  const row = await rowOf<{ review: Review }>(
    ctx.db,
    sql`select ${reviewRecord} as review
        from reviews r join plugins p on p.id = r.plugin_id
        join users u on u.id = r.user_id join plugin_versions v on v.id = r.version_id
        where r.id = ${reviewId} and p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("review_not_found");
  return withTimes(row.review);
}
