import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { anyName, deprecate, nameOf, owner, pluginPath, moderation, publish, tried, yank } from "./commands.ts";
import { lookAtPeople } from "./look-at-people.ts";
import { type Model, TOKEN_SCOPE } from "./model.ts";
import type { World } from "./world.ts";

const anybody = fc.nat({ max: 3 });
/** Who writes reviews: seldom an owner. */
const anyReader = fc.constantFrom(1, 1, 1, 2, 2, 3, 0);
const anyVersion = fc.constantFrom("1.0.0", "1.0.0", "1.0.0", "1.1.0");
const anyRating = fc.integer({ min: 1, max: 5 });
/** Asked with an API token now and then. */
const byToken = (scope: string) => fc.nat({ max: 3 }).map((dice) => (dice === 0 ? { scope } : {}));
const isTwice = fc.nat({ max: 3 }).map((dice) => dice === 0);

const reviewPath = (world: World, name: number, author: number, rest = "") =>
  pluginPath(world, name, `/reviews/${world.reviews.get(author) ?? randomUUID()}${rest}`);

const review = fc
  .record({
    who: anyReader,
    name: anyName,
    version: anyVersion,
    rating: anyRating,
    impatient: isTwice,
    token: byToken("review"),
  })
  .map(({ who, name, version, rating, impatient, token }) => ({
    text: `${who} reviews ${name}@${version} ${rating}${impatient ? " twice" : ""}`,
    who,
    impatient,
    ...token,
    expect: (model: Model, world: World) => model.review(who, nameOf(world, name), version, rating),
    path: (world: World) => pluginPath(world, name, "/reviews"),
    options: () => ({ json: { version, rating, comment: "It was told in a history." } }),
    learn: (world: World, body: Record<string, string>) => void world.reviews.set(who, body["review_id"]!),
  }));

const edit = fc
  .record({
    who: anybody,
    name: anyName,
    author: anyReader,
    isOwn: fc.boolean(),
    to: fc.record({ version: anyVersion, rating: anyRating }, { requiredKeys: ["rating"] }),
  })
  .map(({ who, name, isOwn, to, ...other }) => ({ who, name, to, author: isOwn ? who : other.author }))
  .map(({ who, name, author, to }) => ({
    text: `${who} edits the review of ${name} by ${author}: ${JSON.stringify(to)}`,
    who,
    expect: (model: Model, world: World) => model.editReview(who, nameOf(world, name), author, to),
    path: (world: World) => reviewPath(world, name, author),
    options: () => ({ method: "PATCH", json: to }),
  }));

const deleteReview = fc.record({ who: anybody, name: anyName, author: anyReader }).map(({ who, name, author }) => ({
  text: `${who} deletes the review of ${name} by ${author}`,
  who,
  expect: (model: Model, world: World) => model.deleteReview(who, nameOf(world, name), author),
  path: (world: World) => reviewPath(world, name, author),
  options: () => ({ method: "DELETE" }),
}));

const removeReview = fc.record({ who: fc.constantFrom(0, 3, 3), author: anyReader }).map(({ who, author }) => ({
  text: `${who} removes the review by ${author}`,
  who,
  expect: (model: Model) => model.removeReview(who, author),
  path: (world: World) => `/api/v1/admin/reviews/${world.reviews.get(author) ?? randomUUID()}`,
  options: () => ({ method: "DELETE" }),
}));

const vote = fc
  .record({
    who: anybody,
    name: anyName,
    author: anyReader,
    helpful: fc.constantFrom(true, true, false, false, null),
    impatient: isTwice,
    token: byToken("review"),
  })
  .map(({ who, name, author, helpful, impatient, token }) => ({
    text: `${who} votes ${helpful} on the review of ${name} by ${author}${impatient ? " twice" : ""}`,
    who,
    impatient,
    ...token,
    expect: (model: Model, world: World) => model.vote(who, nameOf(world, name), author, helpful),
    path: (world: World) => reviewPath(world, name, author, "/vote"),
    options: () => (helpful === null ? { method: "DELETE" } : { json: { helpful } }),
  }));

const respond = fc
  .record({ who: fc.constantFrom(0, 0, 1), name: anyName, author: anyReader, text: fc.constantFrom("Thanks", "Sorry") })
  .map(({ who, name, author, text }) => ({
    text: `${who} answers the review of ${name} by ${author}: ${text}`,
    who,
    expect: (model: Model, world: World) => model.respond(who, nameOf(world, name), author, text),
    path: (world: World) => reviewPath(world, name, author, "/response"),
    options: () => ({ method: "PUT", json: { text } }),
  }));

const download = fc
  .record({ who: anybody, name: anyName, version: anyVersion, isSignedIn: fc.boolean(), impatient: isTwice })
  .map(({ who, name, version, isSignedIn, impatient }) => ({
    text: `${isSignedIn ? who : "somebody"} downloads ${name}@${version}${impatient ? " twice" : ""}`,
    who,
    impatient,
    expect: (model: Model, world: World) => model.download(nameOf(world, name), version, isSignedIn ? who : null),
    path: (world: World) => `/dl/${nameOf(world, name)}/${nameOf(world, name)}-${version}.wasm`,
    isAnonymous: !isSignedIn,
    options: () => ({}),
  }));

const makeToken = anybody.map((who) => ({
  text: `${who} makes a token for reviews`,
  who,
  expect: (model: Model) => model.makeToken(who),
  path: () => "/api/v1/tokens",
  options: () => ({ json: { name: "told in a history", scopes: [TOKEN_SCOPE] } }),
  learn: (world: World, { id, token }: Record<string, string>) =>
    void world.tokens.set(who, { id: id!, token: token! }),
}));

const revokeToken = anybody.map((who) => ({
  text: `${who} revokes their token`,
  who,
  expect: (model: Model) => model.revokeToken(who),
  path: (world: World) => `/api/v1/tokens/${world.tokens.get(who)?.id ?? randomUUID()}`,
  options: () => ({ method: "DELETE" }),
}));

const withToken = fc.oneof(
  deprecate.map((attempt) => ({ ...attempt, scope: "publish:update" })),
  owner.map((attempt) => ({ ...attempt, scope: "owners" })),
);
/** Restored more often than taken down, or everything else would be refused. */
const moderate = moderation(fc.constantFrom(true, false, false, false));

/** What people do with a plugin that is there. */
export const peopleHistories = fc.commands(
  [
    ...[review, review, review, edit, edit, deleteReview, removeReview, vote, vote, vote, respond].map(tried),
    ...[download, download, makeToken, revokeToken, withToken, owner, owner, publish, yank, deprecate, moderate].map(
      tried,
    ),
    fc.constant({
      check: () => true,
      toString: () => "look",
      run: (model: Model, world: World) => lookAtPeople(model, world),
    }),
  ],
  { maxCommands: 30, size: "max" },
);
