import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

const SHARED_MEMORY = "/dev/shm";
/** A container's may have no more than 64 MB, and a whole run of the tests fills 1.3 GB with its databases. */
const LEAST_FREE_BYTES = 4 * 1024 ** 3;

/**
 * Where files of one run lie: in memory, if this system has room for them there, for making the files of a database takes
 * a disk a third of a second; else where temporary files are.
 */
export async function memoryFolder(): Promise<string> {
  const { bavail, bsize } = await statfs(SHARED_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= LEAST_FREE_BYTES ? SHARED_MEMORY : tmpdir();
}
