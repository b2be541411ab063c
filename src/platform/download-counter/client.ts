import type { Deadline } from "#lib/deadline.ts";
import { answerOf, type ObjectMeter } from "../object-call.ts";

export interface DownloadCounter {
  /** Counts one download of a version. @throws ObjectUnavailable */
  add(pluginId: string, versionId: string): Promise<void>;
}

interface CounterNamespace {
  getByName(name: string): { add(pluginId: string, versionId: string): Promise<void> };
}

/** One object a plugin: a popular plugin does not slow the others down. */
export function createDownloadCounter(
  namespace: CounterNamespace,
  deadline: Deadline,
  meter?: ObjectMeter,
): DownloadCounter {
  return {
    add(pluginId, versionId) {
      if (meter) meter.objects += 1;
      return answerOf("download counter", deadline.leftMs(), () =>
        namespace.getByName(pluginId).add(pluginId, versionId),
      );
    },
  };
}
