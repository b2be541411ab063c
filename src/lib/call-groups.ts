import { type Deadline, inTime } from "./deadline.ts";

type Ending<Result> = { result: Result } | { failure: unknown };
type End<Result> = (ending: Ending<Result>) => void;

/** Somebody who waits for the next call. */
interface Waiting<Result> {
  end: End<Result>;
  /** Makes that call, also for others; who has none of its own cannot. */
  lead?: (others: End<Result>[]) => void;
}

export interface CallGroups<Result> {
  /**
   * Makes the call; or, while such a one is under way, shares the next with whoever else comes meanwhile (group commit,
   * request collapsing), so that what is shared began after it was asked for. What this returns must be handed to
   * `waitUntil`: others may wait for it though its own client has left.
   * @param call is told for how many requests it is made
   * @throws what the call throws; Error when the deadline comes first
   */
  join(key: string, deadline: Deadline, call: (requests: number) => Promise<Result>): Promise<Result>;
  /**
   * Shares the call that somebody else is waiting to make.
   * @returns undefined when nobody is
   * @throws what the call throws; Error when the deadline comes first, or whoever was waiting has left without making it
   */
  follow(key: string, deadline: Deadline): Promise<Result> | undefined;
}

/**
 * Calls that the requests of an isolate share, one at a time for each key. A request waits on a promise of its own, for
 * workerd lets only who made a promise go on from it; and beside a timer, for it cancels a request that waits for
 * nothing else.
 */
export function createCallGroups<Result>(): CallGroups<Result> {
  /** Who came while a call was under way; a key has a queue as long as there is one. */
  const queues = new Map<string, Waiting<Result>[]>();

  function close(key: string, queue: Waiting<Result>[]): void {
    if (queues.get(key) === queue) queues.delete(key);
  }

  async function wait<Turn>(key: string, waiting: Waiting<Result>, turn: Promise<Turn>, ms: number): Promise<Turn> {
    const queue = queues.get(key)!;
    queue.push(waiting);
    try {
      return await inTime(turn, ms);
    } catch (late) {
      const place = queue.indexOf(waiting);
      if (place >= 0) queue.splice(place, 1);
      // Should whoever was to end the wait be no more, those who come next do without them.
      close(key, queue);
      throw late;
    }
  }

  /** Lets the next make its call for whoever waits beside it. */
  function handOver(key: string, queue: Waiting<Result>[]): void {
    const waiting = queue.splice(0);
    const next = waiting.find(({ lead }) => lead);
    const others = waiting.filter((each) => each !== next).map(({ end }) => end);
    // Its queue stays until the next has woken up: who comes before that shares the call after it.
    if (next) return next.lead!(others);
    close(key, queue);
    for (const end of others) end({ failure: new Error("whoever was to make the call has left") });
  }

  return {
    async join(key, deadline, call) {
      const { promise, resolve } = Promise.withResolvers<Ending<Result> | { others: End<Result>[] }>();
      let queue = queues.get(key);
      const turn = queue
        ? await wait(key, { end: resolve, lead: (others) => resolve({ others }) }, promise, deadline.leftMs())
        : { others: [] };
      if (!("others" in turn)) return resultOf(turn);
      if (!queue) queues.set(key, (queue = []));
      const end = (ending: Ending<Result>) => {
        for (const endOther of turn.others) endOther(ending);
        handOver(key, queue);
      };
      try {
        const result = await inTime(call(1 + turn.others.length), deadline.leftMs());
        end({ result });
        return result;
      } catch (failure) {
        end({ failure });
        throw failure;
      }
    },
    follow(key, deadline) {
      if (!queues.get(key)?.some(({ lead }) => lead)) return undefined;
      const { promise, resolve } = Promise.withResolvers<Ending<Result>>();
      return wait(key, { end: resolve }, promise, deadline.leftMs()).then(resultOf);
    },
  };
}

function resultOf<Result>(ending: Ending<Result>): Result {
  if ("failure" in ending) throw ending.failure;
  return ending.result;
}
