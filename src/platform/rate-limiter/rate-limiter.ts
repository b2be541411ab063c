import { DurableObject } from "cloudflare:workers";
import type { Bucket } from "#lib/rate-limits.ts";
import { type BucketState, type Charged, take, type TakeRequest } from "./counting.ts";
import { writeAfterCharge } from "./persistence.ts";

/** Long, so that a busy principal pays for few alarms. */
const CLEANUP_MS = 60 * 60_000;

/**
 * Counts the requests of one principal. Exactly the limit passes while the object lives; evictions in a window of a
 * minute, however many, let at most 1.5 times the limit pass. Longer windows and token buckets survive them exactly.
 * Storage holds a row for each bucket, and a clean-up alarm as long as there are rows.
 */
export class RateLimiter extends DurableObject<unknown> {
  readonly #states = new Map(this.ctx.storage.kv.list<BucketState>() as Iterable<[Bucket, BucketState]>);
  /** When the windows end that an object before this one had opened. */
  readonly #resumed = new Map([...this.#states].map(([bucket, { until }]) => [bucket, until]));
  readonly #written = new Set<Bucket>();
  #cleanupIsDue = this.#states.size > 0;

  /** Charges one request to each bucket, or to none when one is exhausted, and some in advance where that is asked for. */
  take(requests: TakeRequest[]): Charged[] {
    // Not async: with no await between reading and counting, no other request comes between.
    const now = this.now();
    const { decisions, charged } = take(this.#states, requests, now);
    for (const { bucket, policy } of requests) {
      const state = charged.get(bucket);
      if (!state) continue;
      const known = this.#states.get(bucket);
      const before = known?.until === state.until ? known.used : 0;
      this.#states.set(bucket, state);
      const isResumed = now < (this.#resumed.get(bucket) ?? 0);
      const write = writeAfterCharge(policy, state, { before, isFirst: !this.#written.has(bucket), isResumed });
      if (write !== "none") this.#persist(bucket, state, write === "background", now);
    }
    return decisions;
  }

  override async alarm(): Promise<void> {
    const now = this.now();
    const rows = [...this.ctx.storage.kv.list<BucketState>()];
    const stale = rows.filter(([, { until }]) => until <= now);
    this.#cleanupIsDue = stale.length < rows.length;
    if (!this.#cleanupIsDue) return this.ctx.storage.deleteAll();
    for (const [bucket] of stale) this.ctx.storage.kv.delete(bucket);
    await this.ctx.storage.setAlarm(now + CLEANUP_MS);
  }

  /** Milliseconds since the epoch. */
  protected now(): number {
    return Date.now();
  }

  /** The output gate holds the answer until the write is durable, unless it may stay unconfirmed. */
  #persist(bucket: Bucket, state: BucketState, allowUnconfirmed: boolean, now: number): void {
    this.#written.add(bucket);
    void this.ctx.storage.put(bucket, state, { allowUnconfirmed });
    if (this.#cleanupIsDue) return;
    this.#cleanupIsDue = true;
    void this.ctx.storage.setAlarm(now + CLEANUP_MS, { allowUnconfirmed });
  }
}
