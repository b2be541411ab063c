import * as z from "zod";
import { ReviewRequest } from "#contract/reviews.ts";
import type { Reviewer } from "#features/reviews/index.ts";
import type { Values } from "#web/forms/submission.ts";

/** The form's fields as the API takes them. */
export const ReviewForm = z.preprocess((form) => {
  const { version, rating, title, comment } = form as Values;
  return { version, title, comment, rating: rating === undefined ? undefined : Number(rating) };
}, ReviewRequest);

/** What the form begins with: one's own review, or the current version. */
export const valuesOf = ({ review, versions }: Reviewer): Values =>
  review
    ? { version: review.version, rating: `${review.rating}`, title: review.title ?? "", comment: review.comment }
    : { version: versions[0] ?? "" };
