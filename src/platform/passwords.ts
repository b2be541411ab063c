import bcrypt from "bcryptjs";
import { type Deadline, EACH_STEP } from "#lib/deadline.ts";

export const BCRYPT_COST = 12;

/** A real hash of a random password: comparing with it takes as long as with anybody's. */
const NOBODYS_HASH = "$2b$12$seBgXvqAl5KaXOORA/SDfuf4fM6cBFuumtCxtylwLZ/8EqwOwJBva";

/** How many hashes may wait for their turn in one isolate; each takes about a quarter of a second of CPU. */
const LONGEST_QUEUE = 12;

/** What a request must have left when its turn comes: for the hash, and for what is done with it. */
const ENOUGH_MS = 1_500;

/** Thrown when so many passwords wait to be hashed in this isolate that one more would not be in time. */
export class PasswordQueueFull extends Error {
  override message = "too many passwords are waiting to be hashed";
}

let waiting = 0;
let tail: Promise<unknown> = Promise.resolve();

/**
 * One hash at a time: two at once take twice as long each. Between its rounds others are served: bcryptjs would let them have their
 * turn when a tenth of a second has passed, but on Cloudflare the clock stands still until there is I/O, so `patches/` makes
 * it do so after each 32nd round, which takes two or three milliseconds.
 */
function inTurn<Result>(deadline: Deadline, work: () => Promise<Result>): Promise<Result> {
  if (waiting >= LONGEST_QUEUE) throw new PasswordQueueFull();
  waiting += 1;
  const result = tail
    .then(() => {
      if (deadline.leftMs() < ENOUGH_MS) throw new PasswordQueueFull();
      return work();
    })
    .finally(() => {
      waiting -= 1;
    });
  tail = result.catch(() => undefined);
  return result;
}

/** @param deadline of whoever waits for it; without one nobody does @returns a bcrypt hash, cost 12 @throws PasswordQueueFull */
export async function hashPassword(password: string, deadline = EACH_STEP): Promise<string> {
  return inTurn(deadline, () => bcrypt.hash(password, BCRYPT_COST));
}

/**
 * Compares a password with a hash; takes the same time when there is no such account.
 * @param hash undefined for an unknown account, which never matches
 * @param deadline of whoever waits for the answer
 * @throws PasswordQueueFull
 */
export async function verifyPassword(
  password: string,
  hash: string | undefined,
  deadline = EACH_STEP,
): Promise<boolean> {
  const matches = await inTurn(deadline, () => bcrypt.compare(password, hash ?? NOBODYS_HASH));
  return matches && hash !== undefined;
}
