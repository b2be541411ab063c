import { sql } from "drizzle-orm/sql";
import type { Review } from "#contract/reviews.ts";

/** A review as one JSON value (`Review`); needs `reviews r`, its author `users u` and its `plugin_versions v`. */
export const reviewRecord = sql<Review>`jsonb_build_object(
  'id', r.id, 'plugin_id', r.plugin_id, 'version', v.version, 'rating', r.rating, 'title', r.title,
  'comment', r.comment, 'helpful_count', r.helpful_count, 'unhelpful_count', r.unhelpful_count,
  'verified', exists (
    select from user_downloads d where d.user_id = r.user_id and d.plugin_id = r.plugin_id
  ),
  'created_at', r.created_at, 'updated_at', r.updated_at,
  'user', jsonb_build_object('id', u.id, 'username', u.username),
  'author_response', case when r.response_text is not null
    then jsonb_build_object('text', r.response_text, 'created_at', r.responded_at) end
)`;

const time = (text: string) => new Date(text).toISOString();

/** With its times as the wire has them. */
export function withTimes(review: Review): Review {
  const { author_response: response } = review;
  return {
    ...review,
    created_at: time(review.created_at),
    updated_at: time(review.updated_at),
    author_response: response && { ...response, created_at: time(response.created_at) },
  };
}
