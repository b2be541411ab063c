import type { Failure } from "../failure.ts";
import type { Repeat } from "./route.ts";

/** What is known of a request that did not succeed. */
export type Outcome =
  /** It never left, or was turned away at the door. */
  | "not done"
  /** It may have been carried out. */
  | "unknown"
  /** It was answered, or has taken so long already that another try helps nobody. */
  | "final";

/** Whether to send a request again; the table that keeps a write from happening twice. */
export const SEND_AGAIN: Record<Outcome, Record<Repeat, boolean>> = {
  "not done": { safe: true, idempotent: true, once: true },
  unknown: { safe: true, idempotent: true, once: false },
  final: { safe: false, idempotent: false, once: false },
};

/** A failure, and what it means for sending the request again. */
export class Fault extends Error {
  readonly failure: Failure;
  readonly outcome: Outcome;
  /** As the server asked. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: Failure, outcome: Outcome, retryAfterMs?: number) {
    super(failure.message);
    this.failure = failure;
    this.outcome = outcome;
    this.retryAfterMs = retryAfterMs;
  }
}
