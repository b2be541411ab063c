import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";
import { showAnswer, submitAnswer } from "../pages/review/answer-page.tsx";
import { showReview, submitReview, submitReviewDeletion } from "../pages/review/review-page.tsx";
import { submitVote } from "../pages/review/vote.ts";

export const reviews = new Hono<HttpEnv>()
  .get("/:name/reviews", (c) => c.redirect(`/plugins/${nameParam(c)}#reviews`, 301))
  .get("/:name/review", signedIn, showReview)
  .post("/:name/review", signedIn, ownForm(), submitReview)
  .post("/:name/review/delete", signedIn, ownForm(), submitReviewDeletion)
  .post("/:name/reviews/:id/vote", signedIn, ownForm(), submitVote)
  .get("/:name/reviews/:id/answer", signedIn, showAnswer)
  .post("/:name/reviews/:id/answer", signedIn, ownForm(), submitAnswer);
