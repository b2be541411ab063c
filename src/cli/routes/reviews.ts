import { ReviewCreated } from "#contract/reviews.ts";
import { route } from "../client/route.ts";

/** Sent twice, the second would be refused as a second review, as if the first had failed. */
export const review = route({
  method: "POST",
  path: "/api/v1/plugins/:name/reviews",
  repeat: "once",
  answer: ReviewCreated,
});
