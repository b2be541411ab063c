import type { Review } from "#contract/reviews.ts";
import { counted } from "#web/format.ts";
import type { PluginFacts } from "./facts.ts";

/** What somebody can do about reviews. Forms belong here: pages for who is not signed in must stay the same for all. */
export const WriteReview = ({ facts: { plugin } }: { facts: PluginFacts }) => (
  <a class="button button-quiet" href={`/plugins/${plugin.name}/review`}>
    Write a review
  </a>
);

export function ReviewActions({ review }: { review: Review; facts: PluginFacts }) {
  const votes = review.helpful_count + review.unhelpful_count;
  if (votes === 0) return null;
  return (
    <p class="review-votes">
      {review.helpful_count} of {counted(votes, "person", "people")} found this helpful
    </p>
  );
}
