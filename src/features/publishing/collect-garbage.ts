import type { Context } from "../context.ts";
import { collectUploads } from "./collect-uploads.ts";
import { deleteUnnamed } from "./delete-unnamed.ts";

/** Long after any publication that is still on its way. */
const GRACE_MS = 24 * 60 * 60 * 1000;
const FOLDER = "packages/";
const PAGE = 200;
/** What one run looks at and deletes at most, so that it stays within a Worker's subrequests. */
const MOST_PAGES = 200;
const MOST_DELETED = 600;
const MOST_UPLOADS = 200;

/**
 * Deletes what was sent for uploads that nobody completed, then the files of publications that lost or broke off: older
 * than 24 h and named by nothing. One that is named is never deleted, since a version's row is written less than an hour
 * after its files. A run begins somewhere in the bucket and goes round, so that runs together see all of a bucket too large for one.
 * @returns how many were deleted
 */
export async function collectGarbage(ctx: Pick<Context, "db" | "store" | "clock">): Promise<number> {
  const newest = ctx.clock().getTime() - GRACE_MS;
  const start = FOLDER + somewhere();
  let after: string | undefined = start;
  let goneRound = false;
  let deleted = await collectUploads(ctx, MOST_UPLOADS);
  for (let page = 0; page < MOST_PAGES && deleted <= MOST_DELETED - PAGE; page += 1) {
    const { objects, next } = await ctx.store.list(FOLDER, { after, limit: PAGE });
    const old = objects.filter(({ modifiedAt }) => modifiedAt.getTime() < newest).map(({ key }) => key);
    deleted += await deleteUnnamed(ctx, old);
    if (goneRound && (next === undefined || next > start)) break;
    if (next === undefined) goneRound = true;
    after = next;
  }
  return deleted;
}

/** Four characters that a plugin's name may begin with. */
function somewhere(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => letters[byte % letters.length]).join("");
}
