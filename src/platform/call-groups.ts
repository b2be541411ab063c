import type { Deadline } from "#lib/deadline.ts";
import { answerOf } from "./object-call.ts";

/** How the call ended that a request shared, or for whom else it has to make the next one. */
type Turn = { failure?: unknown } | { others: Resume[] };
type Resume = (turn: Turn) => void;

export interface CallGroups {
  /**
   * Calls the object; or, while such a call is under way, shares the next one with whoever else comes meanwhile (group
   * commit). What it returns must be handed to `waitUntil`: others may wait for it though its own client has left.
   * @param call is told for how many requests it is made
   * @throws ObjectUnavailable
   */
  join(key: string, deadline: Deadline, call: (requests: number) => Promise<void>): Promise<void>;
}

/**
 * Calls of one kind of object that the requests of an isolate share, one at a time for each key. A request waits on a
 * promise of its own, for workerd lets only who made a promise go on from it; and beside a timer, for it cancels a
 * request that waits for nothing else.
 */
export function createCallGroups(object: string): CallGroups {
  /** Who came while a call was under way; a key has a queue as long as there is one. */
  const queues = new Map<string, Resume[]>();

  function close(key: string, queue: Resume[]): void {
    if (queues.get(key) === queue) queues.delete(key);
  }

  async function wait(key: string, queue: Resume[], deadline: Deadline): Promise<Turn> {
    const { promise, resolve } = Promise.withResolvers<Turn>();
    queue.push(resolve);
    try {
      return await answerOf(object, deadline.leftMs(), () => promise);
    } catch (unavailable) {
      const place = queue.indexOf(resolve);
      if (place >= 0) queue.splice(place, 1);
      // Should whoever was to end the wait be no more, those who come next do without them.
      close(key, queue);
      throw unavailable;
    }
  }

  return {
    async join(key, deadline, call) {
      let queue = queues.get(key);
      const turn = queue ? await wait(key, queue, deadline) : { others: [] };
      if ("failure" in turn) throw turn.failure;
      if (!("others" in turn)) return;
      if (!queue) queues.set(key, (queue = []));
      const end = (ending: Turn) => {
        for (const resume of turn.others) resume(ending);
        // Its queue stays until the next has woken up: who comes before that shares the call after it.
        const [next, ...others] = queue.splice(0);
        if (next) next({ others });
        else close(key, queue);
      };
      try {
        await answerOf(object, deadline.leftMs(), () => call(1 + turn.others.length));
      } catch (failure) {
        end({ failure });
        throw failure;
      }
      end({});
    },
  };
}
