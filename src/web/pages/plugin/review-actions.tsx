import type { Review } from "#contract/reviews.ts";
import { Icon } from "#web/components/icon.tsx";
import { TokenField } from "#web/forms/fields.tsx";
import { withNext } from "#web/forms/next.ts";
import { counted } from "#web/format.ts";
import type { PluginFacts, Reviewing } from "./facts.ts";

/** What somebody can do about reviews. Forms belong here: pages for who is not signed in must stay the same for all. */
export function WriteReview({ facts: { plugin, reviewing } }: { facts: PluginFacts }) {
  if (reviewing?.owner) return null;
  return (
    <a class="button button-quiet" href={`/plugins/${plugin.name}/review`}>
      {reviewing?.review ? "Edit your review" : "Write a review"}
    </a>
  );
}

/** Votes and what else can be done about one review; a vote changes this part of the page alone (assets/parts/swap.ts). */
export function ReviewActions({ review, facts: { plugin, reviewing } }: { review: Review; facts: PluginFacts }) {
  const votes = review.helpful_count + review.unhelpful_count;
  if (votes === 0 && !reviewing) return null;
  return (
    <div class="review-actions" id={`actions-${review.id}`}>
      {votes > 0 && (
        <p class="review-votes">
          {review.helpful_count} of {counted(votes, "person", "people")} found this helpful
        </p>
      )}
      {reviewing && <Offered review={review} name={plugin.name} reviewing={reviewing} />}
    </div>
  );
}

interface OfferedProps {
  review: Review;
  name: string;
  reviewing: Reviewing;
}

function Offered({ review, name, reviewing }: OfferedProps) {
  const isOwn = reviewing.review?.id === review.id;
  const path = `/plugins/${name}/reviews/${review.id}`;
  return (
    <>
      {isOwn && <a href={`/plugins/${name}/review`}>Edit</a>}
      {!isOwn && <Vote review={review} path={path} reviewing={reviewing} helpful />}
      {!isOwn && <Vote review={review} path={path} reviewing={reviewing} helpful={false} />}
      {reviewing.owner && <a href={`${path}/answer`}>{review.author_response ? "Change the answer" : "Answer"}</a>}
      {reviewing.isAdmin && (
        <form method="post" action={withNext(`/admin/reviews/${review.id}/delete`, reviewing.back)}>
          <TokenField token={reviewing.token} />
          <button type="submit" class="link-button" aria-label={`Delete the review of ${review.user.username}`}>
            Delete
          </button>
        </form>
      )}
    </>
  );
}

interface VoteProps {
  review: Review;
  path: string;
  reviewing: Reviewing;
  helpful: boolean;
}

/** A button for one of the two votes; the one that was cast takes it back. */
function Vote({ review, path, reviewing, helpful }: VoteProps) {
  const cast = reviewing.votes[review.id] === helpful;
  const value = helpful ? "yes" : "no";
  return (
    <form
      method="post"
      action={withNext(`${path}/vote`, `${reviewing.back}#review-${review.id}`)}
      data-swap={`actions-${review.id}`}
    >
      <TokenField token={reviewing.token} />
      <input type="hidden" name="helpful" value={cast ? "" : value} />
      <button type="submit" class={`vote vote-${value}`} aria-pressed={cast ? "true" : "false"} data-keep={value}>
        <Icon name="thumb" />
        {helpful ? "Helpful" : "Not helpful"}
        <span class="visually-hidden">: the review of {review.user.username}</span>
      </button>
    </form>
  );
}
