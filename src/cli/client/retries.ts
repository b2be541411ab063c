import { setTimeout as wait } from "node:timers/promises";
import type { Failure } from "../failure.ts";
import { Fault, SEND_AGAIN } from "./fault.ts";
import type { Repeat } from "./route.ts";

const RETRIES = 3;
const FIRST_WAIT_MS = 300;
/** Who is asked to wait longer than this is told so instead. */
const LONGEST_WAIT_MS = 30_000;

export interface Retrying {
  repeat: Repeat;
  /** Hears of every wait. */
  onWait: (reason: string, waitMs: number) => void;
}

/** @throws Failure, the last attempt's */
export async function withRetries<Result>(attempt: () => Promise<Result>, { repeat, onWait }: Retrying) {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { outcome, failure, retryAfterMs } = error;
      const waitMs = retryAfterMs ?? backoffMs(retries);
      if (!SEND_AGAIN[outcome][repeat]) throw outcome === "unknown" ? mayHaveHappened(failure) : failure;
      if (retries === RETRIES || waitMs > LONGEST_WAIT_MS) throw tryLater(failure, retryAfterMs);
      onWait(failure.message, waitMs);
      await wait(waitMs);
    }
  }
}

/** Doubled each time, and never the same for two clients that failed together. */
const backoffMs = (retries: number) => FIRST_WAIT_MS * 2 ** retries * (0.5 + Math.random());

const mayHaveHappened = (failure: Failure) =>
  failure.withHint("it may have been carried out all the same: look before you try again");

const tryLater = (failure: Failure, retryAfterMs: number | undefined) =>
  retryAfterMs === undefined || retryAfterMs <= LONGEST_WAIT_MS
    ? failure
    : failure.withHint(`try again in ${Math.ceil(retryAfterMs / 1000)} seconds`);
