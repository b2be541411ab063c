/** A Durable Object failed or did not answer in time: nobody knows what it did, and asking again would slow it further. */
export class ObjectUnavailable extends Error {
  override readonly name = "ObjectUnavailable";
}

/** What the object answers. @throws ObjectUnavailable */
export async function answerOf<Answer>(object: string, timeoutMs: number, ask: () => Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([ask(), timeout]);
  } catch (cause) {
    throw new ObjectUnavailable(`the ${object} cannot be reached`, { cause });
  } finally {
    clearTimeout(timer ?? null);
  }
}
