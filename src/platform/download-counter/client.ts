import { answerOf } from "../object-call.ts";

/** Less than the five seconds in which every request is answered. */
const TIMEOUT_MS = 4_000;

export interface DownloadCounter {
  /** Counts one download of a version. @throws ObjectUnavailable */
  add(pluginId: string, versionId: string): Promise<void>;
}

interface CounterNamespace {
  getByName(name: string): { add(pluginId: string, versionId: string): Promise<void> };
}

/** One object a plugin: a popular plugin does not slow the others down. */
export function createDownloadCounter(namespace: CounterNamespace): DownloadCounter {
  return {
    add: (pluginId, versionId) =>
      answerOf("download counter", TIMEOUT_MS, () => namespace.getByName(pluginId).add(pluginId, versionId)),
  };
}
