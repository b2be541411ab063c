import { byteBoundedMap } from "#lib/byte-bounded-map.ts";
import type { EdgeCache, Kept } from "#lib/edge-cache.ts";

/** The Cache API, as far as it is used; `caches.default` may be touched only inside a request. */
export type DataCentreCache = () => Pick<Cache, "match" | "put" | "delete">;

interface EdgeCacheOptions {
  dataCentre: DataCentreCache;
  /** Of this isolate's memory, which an isolate has 128 MB of for everything. */
  maxBytes: number;
  maxEntryBytes: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Holds all but the body, since a cache adds headers of its own. */
const LABEL = "x-kept";

/** Map entries, headers and strings cost about this much beside the body. */
const ENTRY_BYTES = 512;

type Label = Omit<Kept, "body"> & { expiresAt: number };

/** Made once per isolate. An entry expires at one moment in both places, so that memory never makes it older. */
export function createEdgeCache({ dataCentre, maxBytes, maxEntryBytes, clock }: EdgeCacheOptions): EdgeCache {
  const memory = byteBoundedMap<{ kept: Kept; expiresAt: number }>({ maxBytes, maxEntryBytes });
  const remember = (key: string, kept: Kept, expiresAt: number) =>
    memory.set(key, { kept, expiresAt }, kept.body.byteLength + 2 * key.length + ENTRY_BYTES);

  function held(key: string): Kept | undefined {
    const known = memory.get(key);
    if (known && known.expiresAt > clock()) return known.kept;
    memory.delete(key);
    return undefined;
  }

  return {
    held,
    async match(key) {
      const known = held(key);
      if (known) return known;
      const found = await dataCentre().match(key);
      const label = found?.headers.get(LABEL);
      if (!found || !label) return undefined;
      const { expiresAt, ...rest } = JSON.parse(label) as Label;
      if (expiresAt <= clock()) return undefined;
      const kept = { body: await found.arrayBuffer(), ...rest };
      remember(key, kept, expiresAt);
      return kept;
    },
    async put(key, kept, seconds) {
      const expiresAt = kept.keptAt + seconds * 1_000;
      remember(key, kept, expiresAt);
      const label: Label = { headers: kept.headers, keptAt: kept.keptAt, expiresAt };
      const headers = { "cache-control": `max-age=${seconds}`, [LABEL]: JSON.stringify(label) };
      await dataCentre().put(key, new Response(kept.body, { headers }));
    },
    async delete(key) {
      memory.delete(key);
      await dataCentre().delete(key);
    },
  };
}
