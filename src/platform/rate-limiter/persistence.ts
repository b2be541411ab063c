import type { Policy } from "#lib/rate-limits.ts";
import type { BucketState } from "./counting.ts";

/** Counts that live longer than this would be forgotten by waiting: an idle object loses its memory after ten seconds. */
const LONGEST_UNWRITTEN_WINDOW_MS = 60_000;

type Write = "none" | "background" | "before_answer";

/** What is known of a bucket's row when a charge is made. */
export interface Written {
  /** Requests of the running window that had been charged before. */
  before: number;
  /** Nothing was written since the object started. */
  isFirst: boolean;
  /** The running window was opened by an object that is gone: what it did not write is forgotten. */
  isResumed: boolean;
}

/**
 * What must be written after a charge. Long windows, token buckets and a window that lost an object: each charge,
 * before it is answered. Other windows of a minute: the first charge of the object, so that the next one knows of it,
 * half the limit and the whole. So at most half the limit is forgotten, and only once. The half may not be lost.
 */
export function writeAfterCharge(policy: Policy, charged: BucketState, { before, isFirst, isResumed }: Written): Write {
  if (policy.kind === "refill" || policy.windowMs > LONGEST_UNWRITTEN_WINDOW_MS || isResumed) return "before_answer";
  const half = Math.ceil(policy.limit / 2);
  if (before < half && charged.used >= half) return "before_answer";
  return isFirst || charged.used === policy.limit ? "background" : "none";
}
