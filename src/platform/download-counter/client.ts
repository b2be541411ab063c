export interface DownloadCounter {
  /** Counts one download of a version. @throws when the counter cannot be reached */
  add(pluginId: string, versionId: string): Promise<void>;
}

interface CounterNamespace {
  getByName(name: string): { add(pluginId: string, versionId: string): Promise<void> };
}

/** One object a plugin: a popular plugin does not slow the others down. */
export function createDownloadCounter(namespace: CounterNamespace): DownloadCounter {
  return { add: (pluginId, versionId) => namespace.getByName(pluginId).add(pluginId, versionId) };
}
