import { type Deadline, inTime } from "./deadline.ts";

/** How the call ended that a request shared, or for whom else it has to make the next one. */
type Turn<Result> = { result: Result } | { failure: unknown } | { others: Resume<Result>[] };
type Resume<Result> = (turn: Turn<Result>) => void;

export interface CallGroups<Result> {
  /**
   * Makes the call; or, while such a one is under way, shares the next with whoever else comes meanwhile (group commit,
   * request collapsing), so that what is shared began after it was asked for. What this returns must be handed to
   * `waitUntil`: others may wait for it though its own client has left.
   * @param call is told for how many requests it is made
   * @throws what the call throws; Error when the deadline comes first
   */
  join(key: string, deadline: Deadline, call: (requests: number) => Promise<Result>): Promise<Result>;
}

/**
 * Calls that the requests of an isolate share, one at a time for each key. A request waits on a promise of its own, for
 * workerd lets only who made a promise go on from it; and beside a timer, for it cancels a request that waits for
 * nothing else.
 */
export function createCallGroups<Result>(): CallGroups<Result> {
  /** Who came while a call was under way; a key has a queue as long as there is one. */
  const queues = new Map<string, Resume<Result>[]>();

  function close(key: string, queue: Resume<Result>[]): void {
    if (queues.get(key) === queue) queues.delete(key);
  }

  async function wait(key: string, queue: Resume<Result>[], deadline: Deadline): Promise<Turn<Result>> {
    const { promise, resolve } = Promise.withResolvers<Turn<Result>>();
    queue.push(resolve);
    try {
      return await inTime(promise, deadline.leftMs());
    } catch (late) {
      const place = queue.indexOf(resolve);
      if (place >= 0) queue.splice(place, 1);
      // Should whoever was to end the wait be no more, those who come next do without them.
      close(key, queue);
      throw late;
    }
  }

  return {
    async join(key, deadline, call) {
      let queue = queues.get(key);
      const turn = queue ? await wait(key, queue, deadline) : { others: [] };
      if ("result" in turn) return turn.result;
      if ("failure" in turn) throw turn.failure;
      if (!queue) queues.set(key, (queue = []));
      const end = (ending: Turn<Result>) => {
        for (const resume of turn.others) resume(ending);
        // Its queue stays until the next has woken up: who comes before that shares the call after it.
        const [next, ...others] = queue.splice(0);
        if (next) next({ others });
        else close(key, queue);
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
  };
}
