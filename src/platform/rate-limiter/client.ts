import type { Bucket, Decision, Policy } from "#lib/rate-limits.ts";
import { answerOf, type ObjectMeter } from "../object-call.ts";
import { createBlockedMemory, type EndedBlock } from "./blocked.ts";
import type { Charged, TakeRequest } from "./counting.ts";
import { createPrepaidRequests } from "./prepaid.ts";

const TIMEOUT_MS = 1_000;
const REMEMBERED = 10_000;

export interface RateLimits {
  /**
   * Charges one request of a principal to each bucket, or to none when one is exhausted: the request may go on when
   * every decision is `allowed`. A principal known to be blocked is answered from memory, with the exhausted buckets
   * only, and one whose object was asked for `ahead` further requests in advance from what is left of them.
   * @throws ObjectUnavailable when the principal's object does not answer within a second
   */
  take(principal: string, buckets: Bucket[], ahead?: number, meter?: ObjectMeter): Promise<Decision[]>;
  /** Spends one request of a single bucket that was charged ahead: nobody is asked. @returns undefined when none is left */
  spendPrepaid(principal: string, buckets: Bucket[]): Decision[] | undefined;
  /** Which of the buckets are known to be exhausted: nobody is asked and nothing charged. */
  exhausted(principal: string, buckets: Bucket[]): Decision[];
  /** Blocks that have ended since this was last asked, and refused requests from this isolate's memory. */
  endedBlocks(): readonly EndedBlock[];
}

interface LimiterNamespace {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): { take(requests: TakeRequest[]): Promise<Charged[]> };
}

interface RateLimiterOptions {
  namespace: LimiterNamespace;
  policies: Record<Bucket, Policy>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Made once per isolate: what it remembers is worth nothing if each request makes a new one. */
export function createRateLimiter({ namespace, policies, clock }: RateLimiterOptions): RateLimits {
  const blocked = createBlockedMemory(REMEMBERED);
  const prepaid = createPrepaidRequests(REMEMBERED);
  const exhausted: RateLimits["exhausted"] = (principal, buckets) => blocked.find(principal, buckets, clock());
  const spendPrepaid: RateLimits["spendPrepaid"] = (principal, buckets) => prepaid.spend(principal, buckets, clock());
  /** Whoever asks beside another for one principal asks for itself alone: a burst is not charged several times over. */
  const asking = new Set<string>();

  async function ask(principal: string, buckets: Bucket[], ahead: number): Promise<Charged[]> {
    const isAlone = !asking.has(principal);
    const requests = buckets.map((bucket) => ({ bucket, policy: policies[bucket], ahead: isAlone ? ahead : 0 }));
    asking.add(principal);
    try {
      return await answerOf("rate limiter", TIMEOUT_MS, () =>
        namespace.get(namespace.idFromName(principal)).take(requests),
      );
    } finally {
      if (isAlone) asking.delete(principal);
    }
  }

  return {
    exhausted,
    spendPrepaid,
    endedBlocks: () => blocked.ended(clock()),
    async take(principal, buckets, ahead = 0, meter) {
      const known = exhausted(principal, buckets);
      if (known.length > 0) return known;
      const spent = ahead > 0 ? spendPrepaid(principal, buckets) : undefined;
      if (spent) return spent;

      if (meter) meter.objects += 1;
      const charged = await ask(principal, buckets, ahead);
      const decisions = charged.map((each) => prepaid.keep(principal, each, clock()));
      if (decisions.every(({ allowed }) => allowed)) return decisions;
      // What was paid for meanwhile passes.
      const late = ahead > 0 ? spendPrepaid(principal, buckets) : undefined;
      if (late) return late;
      for (const decision of decisions) {
        if (!decision.allowed) blocked.remember(principal, decision, clock());
      }
      return decisions;
    },
  };
}
