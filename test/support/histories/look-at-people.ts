import { answer } from "../answers.ts";
import { agree } from "./look.ts";
import { currentVersion, type Model, type ModelPlugin, votesOf } from "./model.ts";
import type { World } from "./world.ts";

/** Reads what people have made of the plugin, and holds it against the model. @throws Error where they differ */
export async function lookAtPeople(model: Model, world: World): Promise<void> {
  const name = world.names[0]!;
  const read = (path: string) => answer(world.stack.request(path));
  const [entry, reviews, owners, search] = await Promise.all([
    read(`/api/v1/plugins/${name}`),
    read(`/api/v1/plugins/${name}/reviews`),
    read(`/api/v1/plugins/${name}/owners`),
    read(`/api/v1/plugins?q=${name}`),
  ]);
  const plugin = model.visible(name);
  const found = search.body.plugins.find((each: { name: string }) => each.name === name);
  if (!plugin) {
    const codes = [entry, reviews, owners].map(({ body }) => body.code);
    return agree(`${name} is not to be seen`, [...codes, found], [...Array(3).fill("plugin_not_found"), undefined]);
  }
  const { ratings, average } = ratingsOf(plugin);
  const facts = ({ version, rating, reviews_count, deprecated }: any) => [
    version,
    rating,
    reviews_count,
    deprecated?.message ?? null,
  ];
  const expected = [currentVersion(plugin), average, ratings.length, plugin.deprecation];
  agree(`${name} and as it is found`, [facts(entry.body), facts(found)], [expected, expected]);
  const usernames = [...plugin.owners].map((owner) => world.people[owner]!.username);
  agree("the owners", new Set(owners.body.owners.map(({ username }: any) => username)), new Set(usernames));
  agree(
    "the reviews",
    [reviews.body.stats, reviews.body.total, reviews.body.reviews.map(reviewFacts)],
    [
      {
        average_rating: average,
        total_reviews: ratings.length,
        rating_distribution: Object.fromEntries(
          [1, 2, 3, 4, 5].map((stars) => [stars, ratings.filter((each) => each === stars).length]),
        ),
      },
      ratings.length,
      mostHelpfulFirst(plugin).map(([author, { version, rating, votes, response }]) => ({
        username: world.people[author]!.username,
        version,
        rating,
        response,
        verified: plugin.readers.has(author),
        ...votesOf(votes),
      })),
    ],
  );
}

const reviewFacts = ({ user, version, rating, author_response, verified, helpful_count, unhelpful_count }: any) => ({
  username: user.username,
  version,
  rating,
  response: author_response?.text ?? null,
  verified,
  helpful_count,
  unhelpful_count,
});

export function ratingsOf({ reviews }: ModelPlugin): { ratings: number[]; average: number } {
  const ratings = [...reviews.values()].map(({ rating }) => rating);
  const sum = ratings.reduce((all, each) => all + each, 0);
  return { ratings, average: ratings.length === 0 ? 0 : Math.round((10 * sum) / ratings.length) / 10 };
}

/** Of two that are as helpful, the newer one. */
function mostHelpfulFirst({ reviews }: ModelPlugin) {
  const merit = ([, { votes }]: [number, { votes: Map<number, boolean> }]) => {
    const { helpful_count, unhelpful_count } = votesOf(votes);
    return helpful_count - unhelpful_count;
  };
  return [...reviews].toReversed().toSorted((one, other) => merit(other) - merit(one));
}
