import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";

const answer = () => import("../pages/review/answer-page.tsx");
const review = () => import("../pages/review/review-page.tsx");
const vote = () => import("../pages/review/vote.ts");

export const reviews = new Hono<HttpEnv>()
  .get("/:name/reviews", (c) => c.redirect(`/plugins/${nameParam(c)}#reviews`, 301))
  .get("/:name/review", signedIn, async (c) => (await review()).showReview(c))
  .post("/:name/review", signedIn, ownForm(), async (c) => (await review()).submitReview(c))
  .post("/:name/review/delete", signedIn, ownForm(), async (c) => (await review()).submitReviewDeletion(c))
  .post("/:name/reviews/:id/vote", signedIn, ownForm(), async (c) => (await vote()).submitVote(c))
  .get("/:name/reviews/:id/answer", signedIn, async (c) => (await answer()).showAnswer(c))
  .post("/:name/reviews/:id/answer", signedIn, ownForm(), async (c) => (await answer()).submitAnswer(c));
