import type { Context } from "hono";
import type { SearchQuery } from "#contract/search.ts";
import { getProfile, type Profile } from "#features/accounts/index.ts";
import { gathered } from "#features/gathered.ts";
import { searchPlugins } from "#features/plugins/index.ts";
import { listReviewsBy, type WrittenReview } from "#features/reviews/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { usernameParam } from "#http/params.ts";
import { Icon } from "#web/components/icon.tsx";
import { Stars } from "#web/components/rating.tsx";
import { Ago } from "#web/components/time.tsx";
import { dayOf } from "#web/format.ts";
import { page } from "#web/page.tsx";
import { PluginListing } from "./plugin-listing.tsx";

type C = Context<HttpEnv>;

/** What somebody owns and wrote; one round trip. */
export async function showUser(c: C, query: SearchQuery): Promise<Response> {
  const username = usernameParam(c);
  const ctx = gathered(c.get("ctx"));
  const { sort, page: number, per_page } = query;
  const [profile, found, reviews] = await Promise.all([
    getProfile(ctx, username),
    searchPlugins(ctx, { owner: username, sort, page: number, per_page }, c.get("origin")),
    listReviewsBy(ctx, username),
  ]);
  const path = `/users/${profile.username}`;
  const now = ctx.clock();
  return page(
    c,
    {
      title: profile.username,
      description: `Plugins for MockForge by ${profile.username}, and what they say of others'.`,
      canonical: path,
    },
    <>
      <Heading profile={profile} />
      <div class="user-page">
        <section aria-labelledby="plugins">
          <h2 id="plugins">Plugins</h2>
          <PluginListing
            path={path}
            search={query}
            found={found}
            now={now}
            empty={<p class="quiet">{profile.username} owns no plugin.</p>}
          />
        </section>
        <section aria-labelledby="reviews">
          <h2 id="reviews">Reviews</h2>
          {reviews.length === 0 ? (
            <p class="quiet">{profile.username} has reviewed nothing yet.</p>
          ) : (
            <ul class="reviews">
              {reviews.map((review) => (
                <Written review={review} now={now} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </>,
  );
}

const Heading = ({ profile: { username, official, created_at } }: { profile: Profile }) => (
  <header class="user-heading">
    <h1 class="list-title">
      <Icon name="person" />
      {username}
    </h1>
    <p class="quiet">
      Member since <time datetime={created_at}>{dayOf(created_at)}</time>
      {official && " · official account of the MockForge project"}
    </p>
  </header>
);

const Written = ({ review, now }: { review: WrittenReview; now: Date }) => (
  <li class="review">
    <h3 class="review-title">
      <Stars rating={review.rating} /> {review.title}
    </h3>
    <p class="review-by">
      <a href={`/plugins/${review.plugin}#reviews`}>{review.plugin}</a> {review.version} ·{" "}
      <Ago time={review.created_at} now={now} />
    </p>
    <p class="written">{review.comment}</p>
  </li>
);
