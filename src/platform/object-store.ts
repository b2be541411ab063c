import { AwsClient } from "aws4fetch";
import { type Deadline, inTime } from "#lib/deadline.ts";

/** Thrown when the object store could not be reached, did not answer in time or failed. */
export class StoreUnavailable extends Error {}

export interface ObjectStore {
  /**
   * Writes an object under a key that nobody has used. Safe to repeat: a key belongs to one attempt, so finding it
   * written means that an earlier try of ours arrived.
   */
  put(key: string, bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<void>;
  /** Writes an object from pieces as they come, under a key that nobody has used; each piece is taken before the next is asked for. */
  putStream(key: string, content: PiecewiseContent, contentType: string): Promise<void>;
  /** Lets whoever has the URL write an object of exactly this size, once, with exactly these headers, until it expires. */
  presignPut(
    key: string,
    grant: { sizeBytes: number; contentType: string; seconds: number },
  ): Promise<{ url: string; headers: Record<string, string> }>;
  /** The object in pieces, or undefined when there is none. Each piece lasts until the next is asked for: all come through one buffer. */
  read(key: string): Promise<ReadContent | undefined>;
  /** The object as a stream, or undefined when there is none. `range` is passed on as the HTTP header it is. */
  get(key: string, range?: string): Promise<Response | undefined>;
  /** A small object, or undefined when there is none. */
  getWhole(key: string): Promise<ArrayBuffer | undefined>;
  /** A page of at most `limit` (up to 1,000) objects, by key. @param after where the page before ended */
  list(
    prefix: string,
    page: { after: string | undefined; limit: number },
  ): Promise<{ objects: StoredObject[]; next: string | undefined }>;
  /** Deletes an object; one that is not there is none the less gone. */
  delete(key: string): Promise<void>;
  /** Resolves when the bucket answers. */
  ping(): Promise<void>;
}

export interface PiecewiseContent {
  sizeBytes: number;
  pieces: AsyncIterable<Uint8Array>;
}

export interface ReadContent extends PiecewiseContent {
  /** For content that is not going to be read. */
  cancel: () => Promise<void>;
}

export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

export interface ObjectStoreOptions {
  endpoint: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A large object gets longer to be sent, */
const SLOWEST_BYTES_PER_MS = 500;
/** once the store has answered at all: for what is larger than this it is asked first. */
const UNASKED_BYTES = 64 * 1024;

/** Counts the requests to the object store, each with its repetitions as one. */
export interface StoreMeter {
  stored: number;
}

/**
 * R2 through its S3 API. Keys are limited to `[a-z0-9./-]`, since signers disagree about the rest.
 * @returns what opens it for one request: all but a stream's body comes before its deadline, or is unavailable
 */
export function objectStores(options: ObjectStoreOptions): (deadline: Deadline, meter?: StoreMeter) => ObjectStore {
  const { accessKeyId, secretAccessKey } = options;
  const account = { accessKeyId, secretAccessKey, service: "s3", region: "auto" };
  const client = new AwsClient({ ...account, retries: 2, initRetryMs: 100 });
  // What has been streamed is gone and cannot be sent again.
  const onceOnly = new AwsClient({ ...account, retries: 0 });
  const bucketUrl = `${options.endpoint.replace(/\/$/, "")}/${options.bucket}`;
  return (deadline, meter) => openStore({ client, onceOnly, bucketUrl, deadline, meter });
}

interface OpenOptions {
  client: AwsClient;
  onceOnly: AwsClient;
  bucketUrl: string;
  deadline: Deadline;
  meter: StoreMeter | undefined;
}

function openStore({ client, onceOnly, bucketUrl, deadline, meter }: OpenOptions): ObjectStore {
  async function call(path: string, init: RequestInit, accepted: readonly number[], sizeBytes = 0): Promise<Response> {
    if (meter) meter.stored += 1;
    deadline.extend(sizeBytes / SLOWEST_BYTES_PER_MS);
    const given = new AbortController();
    let response: Response;
    try {
      const sender = init.body instanceof ReadableStream ? onceOnly : client;
      // Not by the signal alone: in Node, what follows it may be collected, and a request then never ends.
      const sent = sender.fetch(`${bucketUrl}${path}`, { ...init, signal: given.signal });
      response = await inTime(sent, deadline.leftMs());
    } catch (cause) {
      given.abort();
      throw new StoreUnavailable(`${init.method} ${path}: the object store could not be reached`, { cause });
    }
    if (accepted.includes(response.status)) return response;
    await discard(response.body);
    throw new StoreUnavailable(`${init.method} ${path}: the object store answered ${response.status}`);
  }

  async function get(key: string, range?: string): Promise<Response | undefined> {
    const headers: Record<string, string> = range ? { range } : {};
    const response = await call(`/${key}`, { method: "GET", headers }, [200, 206, 404, 416]);
    if (response.status !== 404) return response;
    await discard(response.body);
    return undefined;
  }

  async function ping(): Promise<void> {
    const response = await call("/?list-type=2&max-keys=1", { method: "GET" }, [200]);
    await discard(response.body);
  }

  let answered: Promise<void> | undefined;
  /** Once for all that are sent side by side, and again after it has failed: a backup goes on with one store for hours. */
  const untilAnswered = () =>
    (answered ??= ping().catch((error: unknown) => {
      answered = undefined;
      throw error;
    }));

  return {
    async put(key, bytes, contentType) {
      if (bytes.length > UNASKED_BYTES) await untilAnswered();
      const headers = { "content-type": contentType, "if-none-match": "*" };
      const response = await call(`/${key}`, { method: "PUT", body: bytes, headers }, [200, 412], bytes.length);
      await discard(response.body);
    },
    async putStream(key, { sizeBytes, pieces }, contentType) {
      const { readable, writable } = new FixedLengthStream(sizeBytes);
      const headers = { "content-type": contentType, "if-none-match": "*" };
      const filled = fill(writable, pieces);
      const sent = call(`/${key}`, { method: "PUT", body: readable, headers }, [200, 412], sizeBytes);
      const [response] = await Promise.all([sent, filled]);
      await discard(response.body);
    },
    async presignPut(key, { sizeBytes, contentType, seconds }) {
      const headers = { "content-length": `${sizeBytes}`, "content-type": contentType, "if-none-match": "*" };
      const url = `${bucketUrl}/${key}?X-Amz-Expires=${seconds}`;
      // Without allHeaders the length and the type would not be signed, and could be anything.
      const aws = { signQuery: true, allHeaders: true };
      const signed = await client.sign(url, { method: "PUT", headers, aws });
      return { url: signed.url, headers };
    },
    async read(key) {
      // A range, since its answer alone says how long the object is everywhere: a whole one may come in chunks of no known number.
      const response = await get(key, "bytes=0-");
      if (!response?.body) return undefined;
      const { body } = response;
      const sizeBytes = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] ?? 0);
      deadline.extend(sizeBytes / SLOWEST_BYTES_PER_MS);
      return { sizeBytes, pieces: piecesOf(body, sizeBytes, deadline), cancel: () => discard(body) };
    },
    get,
    async getWhole(key) {
      const response = await get(key);
      return response && wholeOf(response, deadline);
    },
    async list(prefix, { after, limit }) {
      const query = new URLSearchParams({
        "list-type": "2",
        prefix,
        "max-keys": `${limit}`,
        ...(after && { "start-after": after }),
      });
      const page = await wholeOf(await call(`?${query.toString()}`, { method: "GET" }, [200]), deadline);
      const xml = new TextDecoder().decode(page);
      const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = ""]) => ({
        key: element(entry, "Key"),
        modifiedAt: new Date(element(entry, "LastModified")),
      }));
      const isTruncated = element(xml, "IsTruncated") === "true";
      return { objects, next: isTruncated ? objects.at(-1)?.key : undefined };
    },
    async delete(key) {
      const response = await call(`/${key}`, { method: "DELETE" }, [200, 204, 404]);
      await discard(response.body);
    },
    ping,
  };
}

async function fill(writable: WritableStream<Uint8Array>, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  try {
    for await (const piece of pieces) await writer.write(piece);
    await writer.close();
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
}

/** What has broken off cannot be cancelled either: whoever gives it up has more to say than that. */
async function discard(body: Pick<ReadableStream, "cancel"> | null): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

/** A body that is at hand within the time that is left. @throws StoreUnavailable */
async function wholeOf(response: Response, deadline: Deadline): Promise<ArrayBuffer> {
  try {
    return await inTime(response.arrayBuffer(), deadline.leftMs());
  } catch (cause) {
    throw new StoreUnavailable("the object broke off", { cause });
  }
}

const PIECE_BYTES = 64 * 1024;

async function* piecesOf(body: ReadableStream, sizeBytes: number, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const reader = body.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(PIECE_BYTES);
  let arrived = 0;
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(new Uint8Array(buffer)), deadline.leftMs());
      if (done || !value) break;
      arrived += value.length;
      yield value;
      buffer = value.buffer;
    }
  } catch (cause) {
    throw new StoreUnavailable("the object broke off", { cause });
  } finally {
    await discard(reader);
  }
  if (arrived !== sizeBytes) throw new StoreUnavailable(`the object broke off after ${arrived} of ${sizeBytes} bytes`);
}

/** The text of an element of S3's XML; our keys and its dates need no unescaping. */
const element = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
