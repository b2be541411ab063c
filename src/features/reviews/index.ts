export type { ReviewAddress } from "./change.ts";
export { createReview } from "./create.ts";
export { deleteReview, editReview } from "./edit.ts";
export { getReview } from "./get.ts";
export { listReviews } from "./list.ts";
export { respondToReview } from "./respond.ts";
export { getReviewer, type Reviewer } from "./reviewer.ts";
export { voteOnReview, withdrawVote } from "./vote.ts";
export { listReviewsBy, type WrittenReview } from "./list-by-user.ts";
