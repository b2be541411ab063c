interface Bounds {
  /** All entries together. */
  maxBytes: number;
  /** What is larger is not taken, since it would drive out too much. */
  maxEntryBytes: number;
}

/** A map that forgets what was used least recently, so that its entries stay within a number of bytes. */
export function byteBoundedMap<Value>({ maxBytes, maxEntryBytes }: Bounds) {
  const entries = new Map<string, { value: Value; sizeBytes: number }>();
  let heldBytes = 0;

  function remove(key: string): void {
    heldBytes -= entries.get(key)?.sizeBytes ?? 0;
    entries.delete(key);
  }

  return {
    get(key: string): Value | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key: string, value: Value, sizeBytes: number): void {
      remove(key);
      if (sizeBytes > maxEntryBytes) return;
      entries.set(key, { value, sizeBytes });
      heldBytes += sizeBytes;
      for (const oldest of entries.keys()) {
        if (heldBytes <= maxBytes) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
