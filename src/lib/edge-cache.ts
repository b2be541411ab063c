/** What a cache at the edge holds of an answer. */
export interface Kept {
  body: ArrayBuffer;
  headers: Record<string, string>;
  /** Milliseconds since the epoch. */
  keptAt: number;
}

/** This isolate's memory, and behind it the cache of the data centre. Neither is ever purged: what is kept expires. */
export interface EdgeCache {
  /** @param key an absolute URL that holds all that the answer depends on */
  match(key: string): Promise<Kept | undefined>;
  /** What this isolate's memory has, without asking the data centre. */
  held(key: string): Kept | undefined;
  /** Known to this isolate at once; resolves when the data centre was told, which may fail and then is as if it had not been. */
  put(key: string, kept: Kept, seconds: number): Promise<void>;
  /** Forgets it here and in this data centre; other isolates keep what they have until it expires. */
  delete(key: string): Promise<void>;
}
