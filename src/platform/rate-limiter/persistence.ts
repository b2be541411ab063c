import type { Policy } from "#lib/rate-limits.ts";
import type { BucketState } from "./counting.ts";

/** Counts that live longer than this would be forgotten by waiting: an idle object loses its memory after ten seconds. */
const LONGEST_UNWRITTEN_WINDOW_MS = 60_000;

type Write = "none" | "background" | "before_answer";

/**
 * What must be written after a charge. Long windows and token buckets: each charge, before it is answered. Windows of
 * a minute: half the limit and the whole, so that an eviction at any moment forgets at most half the limit. The whole
 * may be lost for the same reason; the half may not, or nothing would be left.
 */
export function writeAfterCharge(policy: Policy, charged: BucketState): Write {
  if (policy.kind === "refill" || policy.windowMs > LONGEST_UNWRITTEN_WINDOW_MS) return "before_answer";
  if (charged.used === Math.ceil(policy.limit / 2)) return "before_answer";
  return charged.used === policy.limit ? "background" : "none";
}
