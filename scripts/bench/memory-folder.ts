import { access, constants } from "node:fs/promises";
import { tmpdir } from "node:os";

const SHARED_MEMORY = "/dev/shm";

/**
 * Where files lie in memory, if this system has that. The simulators of objects, cache and bucket write theirs on workerd's
 * only thread, which a disk would hold up; on Cloudflare nobody waits for another's write.
 */
export function memoryFolder(): Promise<string> {
  return access(SHARED_MEMORY, constants.W_OK).then(
    () => SHARED_MEMORY,
    () => tmpdir(),
  );
}
