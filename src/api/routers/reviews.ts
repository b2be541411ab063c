import { Hono, type Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonOnly, query } from "#http/input.ts";
import { signedIn } from "#http/signed-in.ts";
import { nameParam, reviewIdParam } from "#http/params.ts";
import {
  createReview,
  deleteReview,
  editReview,
  listReviews,
  type ReviewAddress,
  respondToReview,
  voteOnReview,
  withdrawVote,
} from "#features/reviews/index.ts";

const schemas = () => import("#contract/reviews.ts");

const addressOf = (c: Context<HttpEnv>): ReviewAddress => ({ name: nameParam(c), reviewId: reviewIdParam(c) });

export const reviews = new Hono<HttpEnv>()
  .get("/:name/reviews", edgeCached, query(schemas, "ReviewListQuery"), async (c) =>
    c.json(await listReviews(c.get("ctx"), nameParam(c), c.req.valid("query"))),
  )
  .post("/:name/reviews", signedIn, jsonOnly(), json(schemas, "ReviewRequest"), async (c) =>
    c.json(await createReview(c.get("ctx"), nameParam(c), c.req.valid("json")), 201),
  )
  .patch("/:name/reviews/:id", signedIn, jsonOnly(), json(schemas, "ReviewUpdate"), async (c) => {
    await editReview(c.get("ctx"), addressOf(c), c.req.valid("json"));
    return c.json({ success: true as const, message: "Your review is changed" });
  })
  .delete("/:name/reviews/:id", signedIn, async (c) => {
    await deleteReview(c.get("ctx"), addressOf(c));
    return c.json({ success: true as const, message: "Your review is deleted" });
  })
  .post("/:name/reviews/:id/vote", signedIn, jsonOnly(), json(schemas, "VoteRequest"), async (c) =>
    c.json(await voteOnReview(c.get("ctx"), addressOf(c), c.req.valid("json").helpful)),
  )
  .delete("/:name/reviews/:id/vote", signedIn, async (c) => c.json(await withdrawVote(c.get("ctx"), addressOf(c))))
  .put("/:name/reviews/:id/response", signedIn, jsonOnly(), json(schemas, "AuthorResponseRequest"), async (c) => {
    await respondToReview(c.get("ctx"), addressOf(c), c.req.valid("json").text);
    return c.json({ success: true as const, message: "Your answer is published" });
  });
