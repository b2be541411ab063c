import { createCallGroups } from "#lib/call-groups.ts";
import type { Deadline } from "#lib/deadline.ts";
import { type ObjectMeter, unavailable } from "../object-call.ts";

export interface DownloadCounter {
  /** Counts one download. @throws ObjectUnavailable */
  add(download: { pluginId: string; versionId: string }): Promise<void>;
}

/** The request that downloads. */
export interface Downloading {
  deadline: Deadline;
  meter: ObjectMeter;
  waitUntil: (work: Promise<unknown>) => void;
}

interface CounterNamespace {
  getByName(name: string): { add(pluginId: string, versionId: string, downloads: number): Promise<void> };
}

/**
 * One object a plugin: a popular plugin does not slow the others down. Many downloads of a version at once share a few
 * calls, each of which begins after what it counts has come.
 */
export function downloadCounters(namespace: CounterNamespace): (request: Downloading) => DownloadCounter {
  const groups = createCallGroups<void>();
  return ({ deadline, meter, waitUntil }) => ({
    add({ pluginId, versionId }) {
      const counted = groups
        .join(versionId, deadline, async (downloads) => {
          meter.objects += 1;
          await namespace.getByName(pluginId).add(pluginId, versionId, downloads);
        })
        .catch((cause: unknown) => {
          throw unavailable("download counter", cause);
        });
      waitUntil(counted.catch(() => undefined));
      return counted;
    },
  });
}
