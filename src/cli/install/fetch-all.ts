import pMap from "p-map";
import type { Context } from "../context.ts";
import { startProgress } from "../terminal/progress.ts";
import type { Package } from "./apply.ts";
import { fetchPackage } from "./fetch-package.ts";
import type { WantedPlugin } from "./lock.ts";

/** Each is held in memory until it is verified, up to 50 MiB. */
const AT_ONCE = 4;

/** All or nothing: the first that fails ends the others. */
export async function fetchAll(
  { client }: Pick<Context, "client">,
  plugins: readonly WantedPlugin[],
): Promise<Package[]> {
  const ending = new AbortController();
  const progress = await startProgress();
  try {
    return await pMap(
      plugins,
      (plugin) => {
        const bar = progress.bar(`${plugin.name} ${plugin.version}`, plugin.size);
        const onProgress = (arrivedBytes: number) => bar.update(Math.min(arrivedBytes, plugin.size));
        return fetchPackage(client, plugin, { onProgress, signal: ending.signal });
      },
      { concurrency: AT_ONCE },
    );
  } finally {
    ending.abort();
    progress.stop();
  }
}
