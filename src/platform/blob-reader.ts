import type { ByteRange } from "#lib/byte-range.ts";
import { sha256Hex } from "#lib/digest.ts";
import type { EdgeCache } from "#lib/edge-cache.ts";
import type { DataCentreCache } from "./edge-cache.ts";
import { type ObjectStore, StoreUnavailable } from "./object-store.ts";

/** Bytes that never change under their key. */
export interface StoredBlob {
  key: string;
  sizeBytes: number;
  checksum: string;
}

export interface BlobReader {
  /**
   * A blob or a part of it, undefined when there is none. What was read before in this data centre needs no store.
   * @throws StoreUnavailable also when a small blob is not what its checksum says
   */
  open(blob: StoredBlob, range?: ByteRange): Promise<Uint8Array<ArrayBuffer> | ReadableStream | undefined>;
}

interface BlobReaderOptions {
  store: Pick<ObjectStore, "get" | "getWhole">;
  /** For blobs of up to `SMALL_BLOB_BYTES`. */
  cache: EdgeCache;
  dataCentre: DataCentreCache;
  /** Keeps what fills the caches alive after the answer. */
  waitUntil: (work: Promise<unknown>) => void;
}

/** Most plugins are smaller. These are read whole, checked once and kept in memory; larger ones are only ever streams. */
export const SMALL_BLOB_BYTES = 256 * 1024;

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const urlOf = ({ key }: StoredBlob) => `https://blobs.invalid/${key}`;

/** All of a small blob, if this isolate's memory has it. */
export const heldBlob = (cache: Pick<EdgeCache, "held">, blob: StoredBlob): ArrayBuffer | undefined =>
  cache.held(urlOf(blob))?.body;

/** The large blobs that this isolate is copying to its data centre: one copy each is enough. */
const filling = new Set<string>();

/** Costs no I/O: one for each request. */
export function createBlobReader({ store, cache, dataCentre, waitUntil }: BlobReaderOptions): BlobReader {
  async function small(blob: StoredBlob): Promise<ArrayBuffer | undefined> {
    const kept = await cache.match(urlOf(blob));
    if (kept) return kept.body;
    const body = await store.getWhole(blob.key);
    if (!body) return undefined;
    if ((await sha256Hex(new Uint8Array(body))) !== blob.checksum) {
      throw new StoreUnavailable(`GET /${blob.key}: the bytes are not those of its checksum`);
    }
    waitUntil(cache.put(urlOf(blob), { body, headers: {}, keptAt: Date.now() }, YEAR_SECONDS));
    return body;
  }

  async function large(blob: StoredBlob, range: ByteRange | undefined): Promise<ReadableStream | undefined> {
    const header = range && `bytes=${range.first}-${range.last}`;
    const status = range ? 206 : 200;
    const kept = await dataCentre().match(new Request(urlOf(blob), header ? { headers: { range: header } } : {}));
    const source = kept?.status === status ? kept : await store.get(blob.key, header);
    if (!source?.body) return undefined;
    if (source.status !== status) throw new StoreUnavailable(`GET /${blob.key}: the store ignored the range`);
    if (source !== kept && !range && !filling.has(blob.key)) waitUntil(fill(blob));
    const length = range ? range.last - range.first + 1 : blob.sizeBytes;
    // A stream of no known length is sent in chunks, without Content-Length; one cut short would look complete.
    return source.body.pipeThrough(new FixedLengthStream(length));
  }

  /** Reads it a second time: a stream split in two is buffered as far as its slower half lags behind. */
  async function fill(blob: StoredBlob): Promise<void> {
    filling.add(blob.key);
    try {
      const body = (await store.get(blob.key))?.body?.pipeThrough(new FixedLengthStream(blob.sizeBytes));
      const headers = { "cache-control": `max-age=${YEAR_SECONDS}`, "content-length": String(blob.sizeBytes) };
      if (body) await dataCentre().put(urlOf(blob), new Response(body, { headers }));
    } finally {
      filling.delete(blob.key);
    }
  }

  return {
    async open(blob, range) {
      if (blob.sizeBytes > SMALL_BLOB_BYTES) return large(blob, range);
      const body = await small(blob);
      if (!body || !range) return body && new Uint8Array(body);
      return new Uint8Array(body, range.first, range.last - range.first + 1);
    },
  };
}
