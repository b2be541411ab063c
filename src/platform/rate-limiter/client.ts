import type { Bucket, Decision, Policy } from "#lib/rate-limits.ts";
import { answerOf } from "../object-call.ts";
import { createBlockedMemory } from "./blocked.ts";
import type { TakeRequest } from "./counting.ts";

const TIMEOUT_MS = 1_000;
const REMEMBERED_BLOCKS = 10_000;

export interface RateLimits {
  /**
   * Charges one request of a principal to each bucket, or to none when one is exhausted: the request may go on when
   * every decision is `allowed`. A principal known to be blocked is answered from memory, with the exhausted buckets
   * only.
   * @throws ObjectUnavailable when the principal's object does not answer within a second
   */
  take(principal: string, buckets: Bucket[]): Promise<Decision[]>;
  /** Which of the buckets are known to be exhausted: nobody is asked and nothing charged. */
  exhausted(principal: string, buckets: Bucket[]): Decision[];
}

interface LimiterNamespace {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): { take(requests: TakeRequest[]): Promise<Decision[]> };
}

interface RateLimiterOptions {
  namespace: LimiterNamespace;
  policies: Record<Bucket, Policy>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Made once per isolate: what it remembers is worth nothing if each request makes a new one. */
export function createRateLimiter({ namespace, policies, clock }: RateLimiterOptions): RateLimits {
  const blocked = createBlockedMemory(REMEMBERED_BLOCKS);
  const exhausted: RateLimits["exhausted"] = (principal, buckets) => blocked.find(principal, buckets, clock());
  return {
    exhausted,
    async take(principal, buckets) {
      const known = exhausted(principal, buckets);
      if (known.length > 0) return known;

      const requests = buckets.map((bucket) => ({ bucket, policy: policies[bucket] }));
      const decisions = await answerOf("rate limiter", TIMEOUT_MS, () =>
        namespace.get(namespace.idFromName(principal)).take(requests),
      );
      for (const decision of decisions) {
        if (!decision.allowed) blocked.remember(principal, decision, clock());
      }
      return decisions;
    },
  };
}
