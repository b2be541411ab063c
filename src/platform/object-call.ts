import { inTime } from "#lib/deadline.ts";

/** Counts the calls of Durable Objects. */
export interface ObjectMeter {
  objects: number;
}

/** A Durable Object failed or did not answer in time: nobody knows what it did, and asking again would slow it further. */
export class ObjectUnavailable extends Error {
  override readonly name = "ObjectUnavailable";
}

/** What the object answers. @throws ObjectUnavailable */
export async function answerOf<Answer>(object: string, timeoutMs: number, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await inTime(ask(), timeoutMs);
  } catch (cause) {
    throw unavailable(object, cause);
  }
}

export const unavailable = (object: string, cause: unknown): ObjectUnavailable =>
  new ObjectUnavailable(`the ${object} cannot be reached`, { cause });
