import * as z from "zod";
import { Count, optional, Timestamp, Uuid } from "./common.ts";
import { pageFields, parameter, queryPaging, withinDepth } from "./paging.ts";
import { Version } from "./plugins.ts";
import { text } from "./text.ts";

const Rating = z.int().min(1).max(5).meta({ example: 5 });
const Title = text(0, 100).meta({ example: "Just works" });
const Comment = text(10, 5000).meta({ example: "Set up in five minutes, and the errors are clear." });

export const ReviewRequest = z
  .object({
    version: Version.meta({ description: "The version you used; it must exist" }),
    rating: Rating,
    title: optional(Title).transform((title) => title || undefined),
    comment: Comment,
  })
  .meta({ id: "ReviewRequest", description: "One review a plugin and user" });
export type ReviewRequest = z.infer<typeof ReviewRequest>;

export const ReviewUpdate = z
  .object({
    version: optional(Version),
    rating: optional(Rating),
    title: optional(Title).meta({ description: "An empty text removes it" }),
    comment: optional(Comment),
  })
  .refine(
    (update) => Object.values(update).some((value) => value !== undefined),
    "change at least one of version, rating, title and comment",
  )
  .meta({ id: "ReviewUpdate", description: "What is absent stays as it is", example: { rating: 4 } });
export type ReviewUpdate = z.infer<typeof ReviewUpdate>;

export const ReviewCreated = z
  .object({
    success: z.literal(true),
    review_id: Uuid,
    message: z.string().meta({ example: "Thank you for your review" }),
  })
  .meta({ id: "ReviewCreated", description: "The review is public" });
export type ReviewCreated = z.infer<typeof ReviewCreated>;

export const Review = z
  .object({
    id: Uuid,
    plugin_id: Uuid,
    version: Version,
    rating: Rating,
    title: z.string().nullable().meta({ example: "Just works" }),
    comment: z.string().meta({ example: "Set up in five minutes, and the errors are clear." }),
    helpful_count: Count.meta({ example: 3 }),
    unhelpful_count: Count.meta({ example: 0 }),
    verified: z.boolean().meta({ description: "The reviewer downloaded the plugin while signed in", example: true }),
    created_at: Timestamp,
    updated_at: Timestamp,
    user: z.object({ id: Uuid, username: z.string().meta({ example: "testuser" }) }),
    author_response: z.object({ text: z.string(), created_at: Timestamp }).nullable().meta({ example: null }),
  })
  .meta({ id: "Review", description: "What a user says of a plugin" });
export type Review = z.infer<typeof Review>;

const ReviewStats = z
  .object({
    average_rating: z.number().min(0).max(5).meta({ description: "To one decimal; 0 without reviews" }),
    total_reviews: Count,
    rating_distribution: z.object({ "1": Count, "2": Count, "3": Count, "4": Count, "5": Count }),
  })
  .meta({
    id: "ReviewStats",
    description: "All reviews of the plugin, whatever the page",
    example: {
      average_rating: 4.8,
      total_reviews: 12,
      rating_distribution: { "1": 0, "2": 0, "3": 0, "4": 2, "5": 10 },
    },
  });

export const ReviewList = z
  .object({ reviews: z.array(Review), ...pageFields, stats: ReviewStats })
  .meta({ id: "ReviewList", description: "One page of reviews" });
export type ReviewList = z.infer<typeof ReviewList>;

export const ReviewSort = z
  .enum(["helpful", "recent"])
  .meta({ description: "The most helpful or the newest first", example: "helpful" });
export type ReviewSort = z.infer<typeof ReviewSort>;

export const ReviewListQuery = withinDepth(
  z.object({ sort: parameter(ReviewSort).transform((sort) => sort ?? "helpful"), ...queryPaging }),
);
export type ReviewListQuery = z.infer<typeof ReviewListQuery>;

export const VoteRequest = z
  .object({ helpful: z.boolean().meta({ example: true }) })
  .meta({ id: "VoteRequest", description: "One vote a review and user; voting again moves it" });
export type VoteRequest = z.infer<typeof VoteRequest>;

export const VoteResponse = z
  .object({
    success: z.literal(true),
    helpful_count: Count.meta({ example: 4 }),
    unhelpful_count: Count.meta({ example: 0 }),
  })
  .meta({ id: "VoteResponse", description: "The review's votes now" });
export type VoteResponse = z.infer<typeof VoteResponse>;

export const AuthorResponseRequest = z
  .object({ text: text(1, 5000).meta({ example: "Thank you; fixed in 1.2.1." }) })
  .meta({
    id: "AuthorResponseRequest",
    description: "An owner's answer, shown below the review; it replaces an earlier one",
  });
export type AuthorResponseRequest = z.infer<typeof AuthorResponseRequest>;
