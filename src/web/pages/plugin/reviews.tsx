import type { Review, ReviewList, ReviewSort } from "#contract/reviews.ts";
import { BarTable } from "#web/components/bar-table.tsx";
import { Pager } from "#web/components/pager.tsx";
import { Stars } from "#web/components/rating.tsx";
import { Sorts } from "#web/components/sorts.tsx";
import { Ago } from "#web/components/time.tsx";
import { counted } from "#web/format.ts";
import type { PluginFacts } from "./facts.ts";
import { ReviewActions, WriteReview } from "./review-actions.tsx";

const SORTS: Record<ReviewSort, string> = { helpful: "Most helpful", recent: "Newest" };

export const Reviews = ({ facts }: { facts: PluginFacts }) => (
  <>
    <div class="review-summary">
      <Histogram stats={facts.reviews.stats} />
      <WriteReview facts={facts} />
    </div>
    {facts.reviews.total > 1 && (
      <Sorts
        label="Order of the reviews"
        sorts={SORTS}
        current={facts.reviewSort}
        to={(sort) => `?sort=${sort}#reviews`}
      />
    )}
    <ol class="reviews">
      {facts.reviews.reviews.map((review) => (
        <OneReview review={review} facts={facts} />
      ))}
    </ol>
    <Pager
      label="Pages of reviews"
      listing={facts.reviews}
      to={(number) => `?sort=${facts.reviewSort}&page=${number}#reviews`}
    />
  </>
);

const STARS = ["5", "4", "3", "2", "1"] as const;

function Histogram({ stats }: Pick<ReviewList, "stats">) {
  if (stats.total_reviews === 0) return <p class="quiet">Nobody has reviewed it yet.</p>;
  return (
    <div class="histogram">
      <p class="histogram-average">
        <strong>{stats.average_rating.toFixed(1)}</strong> <Stars rating={stats.average_rating} />{" "}
        <span class="quiet">{counted(stats.total_reviews, "review")}</span>
      </p>
      <BarTable
        caption="Reviews by their stars"
        of={stats.total_reviews}
        rows={STARS.map((stars) => ({
          label: (
            <>
              {stars}
              <span class="visually-hidden"> stars</span>
            </>
          ),
          value: stats.rating_distribution[stars],
        }))}
      />
    </div>
  );
}

const OneReview = ({ review, facts }: { review: Review; facts: PluginFacts }) => (
  <li class="review" id={`review-${review.id}`}>
    <h3 class="review-title">
      <Stars rating={review.rating} /> {review.title}
    </h3>
    <p class="review-by">
      <a href={`/users/${review.user.username}`}>{review.user.username}</a> ·{" "}
      <Ago time={review.created_at} now={facts.now} /> · version {review.version}
      {review.verified && (
        <span class="verified-mark" title="Downloaded the plugin while signed in">
          · verified download
        </span>
      )}
    </p>
    <p class="written">{review.comment}</p>
    <ReviewActions review={review} facts={facts} />
    {review.author_response && (
      <div class="review-answer">
        <p class="review-by">
          Answer of an owner · <Ago time={review.author_response.created_at} now={facts.now} />
        </p>
        <p class="written">{review.author_response.text}</p>
      </div>
    )}
  </li>
);
