import { Done } from "../../common.ts";
import {
  AuthorResponseRequest,
  ReviewCreated,
  ReviewList,
  ReviewListQuery,
  ReviewRequest,
  ReviewUpdate,
  VoteRequest,
  VoteResponse,
} from "../../reviews.ts";
import { cacheable, created, ok, type Operation } from "../operation.ts";

const REVIEWS = "/api/v1/plugins/{name}/reviews";
const REVIEW = `${REVIEWS}/{id}`;
const TOKEN_ERRORS = ["missing_scope", "plugin_outside_token"] as const;
const signedIn = { tag: "Reviews", access: "user" } as const;

export const reviewOperations: Operation[] = [
  {
    method: "get",
    path: REVIEWS,
    id: "listReviews",
    tag: "Reviews",
    summary: "Reviews of a plugin, with statistics of all of them",
    access: "public",
    query: ReviewListQuery,
    answers: cacheable("One page of reviews", ReviewList),
    errors: ["plugin_not_found"],
  },
  {
    ...signedIn,
    method: "post",
    path: REVIEWS,
    id: "createReview",
    summary: "Review a plugin that is not yours, once",
    body: { schema: ReviewRequest },
    answers: created("The review is public", ReviewCreated),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "version_not_found", "own_plugin", "review_exists"],
  },
  {
    ...signedIn,
    method: "patch",
    path: REVIEW,
    id: "editReview",
    summary: "Change your review",
    body: { schema: ReviewUpdate },
    answers: ok("The review is changed", Done),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "review_not_found", "version_not_found", "not_author"],
  },
  {
    ...signedIn,
    method: "delete",
    path: REVIEW,
    id: "deleteReview",
    summary: "Delete your review",
    answers: ok("The review is deleted", Done),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "review_not_found", "not_author"],
  },
  {
    ...signedIn,
    method: "post",
    path: `${REVIEW}/vote`,
    id: "vote",
    summary: "Say whether a review helped; voting again moves the vote",
    body: { schema: VoteRequest },
    answers: ok("The review's votes", VoteResponse),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "review_not_found", "own_review"],
  },
  {
    ...signedIn,
    method: "delete",
    path: `${REVIEW}/vote`,
    id: "withdrawVote",
    summary: "Take your vote back",
    answers: ok("The review's votes", VoteResponse),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "review_not_found"],
  },
  {
    ...signedIn,
    method: "put",
    path: `${REVIEW}/response`,
    id: "respondToReview",
    summary: "Answer a review of your plugin",
    body: { schema: AuthorResponseRequest },
    answers: ok("The answer is public", Done),
    errors: [...TOKEN_ERRORS, "plugin_not_found", "review_not_found", "not_owner"],
  },
];
