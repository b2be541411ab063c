/** Every answer is due within five seconds; what is left of them is for rendering and sending it. */
const ANSWER_MS = 4_500;

/** The time that one request has, shared by all that it waits for: three slow steps may not take three times as long. */
export interface Deadline {
  /** Never negative. */
  leftMs(): number;
  /** For what rightly takes longer: a body on its way, a large object. */
  extend(ms: number): void;
}

/** @param clock milliseconds since the epoch */
export function startDeadline(clock: () => number): Deadline {
  let dueAt = clock() + ANSWER_MS;
  return {
    leftMs: () => Math.max(0, dueAt - clock()),
    extend: (ms) => void (dueAt += ms),
  };
}

/** For work that nobody waits for: each step has the time of a request. */
export const EACH_STEP: Deadline = { leftMs: () => ANSWER_MS, extend: () => undefined };

/** What the work comes to. @throws Error when that takes longer */
export async function inTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer ?? null);
  }
}
