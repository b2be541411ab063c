import type { Context } from "hono";
import { voteOnReview, withdrawVote } from "#features/reviews/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam, reviewIdParam } from "#http/params.ts";
import { nextOf } from "#web/forms/next.ts";
import { fieldsOf } from "#web/forms/submission.ts";

/** Votes, or takes a vote back: `helpful` is `yes`, `no` or empty. */
export async function submitVote(c: Context<HttpEnv>): Promise<Response> {
  const address = { name: nameParam(c), reviewId: reviewIdParam(c) };
  const { helpful } = await fieldsOf(c);
  if (helpful === "yes" || helpful === "no") await voteOnReview(c.get("ctx"), address, helpful === "yes");
  else await withdrawVote(c.get("ctx"), address);
  return c.redirect(nextOf(c), 303);
}
