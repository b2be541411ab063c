import bcrypt from "bcryptjs";

export const BCRYPT_COST = 12;

/** A real hash of a random password: comparing with it takes as long as with anybody's. */
const NOBODYS_HASH = "$2b$12$seBgXvqAl5KaXOORA/SDfuf4fM6cBFuumtCxtylwLZ/8EqwOwJBva";

/** How many hashes may wait for their turn in one isolate; each takes about a quarter of a second of CPU. */
const LONGEST_QUEUE = 12;

/** Thrown when too many passwords are waiting to be hashed in this isolate. */
export class PasswordQueueFull extends Error {}

let waiting = 0;
let tail: Promise<unknown> = Promise.resolve();

/** One hash at a time: two at once take twice as long each and starve every other request of the isolate. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (waiting >= LONGEST_QUEUE) throw new PasswordQueueFull("too many passwords are waiting to be hashed");
  waiting += 1;
  const result = tail.then(work).finally(() => {
    waiting -= 1;
  });
  tail = result.catch(() => undefined);
  return result;
}

/** @returns a bcrypt hash, cost 12 @throws PasswordQueueFull */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => bcrypt.hash(password, BCRYPT_COST));
}

/**
 * Compares a password with a hash; takes the same time when there is no such account.
 * @param hash undefined for an unknown account, which never matches
 * @throws PasswordQueueFull
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const matches = await inTurn(() => bcrypt.compare(password, hash ?? NOBODYS_HASH));
  return matches && hash !== undefined;
}
