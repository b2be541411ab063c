import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as forward } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsClient } from "aws4fetch";
import type { Fault } from "../../scripts/stack/sql-endpoint.ts";

export const s3Credentials = { accessKeyId: "local-access-key", secretAccessKey: "local-secret-key" };
export const s3Bucket = "mockforge-plugins";

export interface ObjectStore {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, body: BodyInit): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix?: string): Promise<string[]>;
}

/** The bucket as a test sees it, past the Worker. */
export function objectStore(endpoint: string): ObjectStore {
  const client = new AwsClient({ ...s3Credentials, service: "s3", region: "auto", retries: 0 });
  const send = async (path: string, init?: RequestInit) => {
    const response = await client.fetch(`${endpoint}/${s3Bucket}${path}`, init);
    if (!response.ok && response.status !== 404) throw new Error(await response.text());
    return response;
  };
  return {
    async get(key) {
      const response = await send(`/${key}`);
      return response.status === 404 ? undefined : new Uint8Array(await response.arrayBuffer());
    },
    async put(key, body) {
      await send(`/${key}`, { method: "PUT", body });
    },
    async delete(key) {
      await send(`/${key}`, { method: "DELETE" });
    },
    async keys(prefix = "") {
      const response = await send(`?list-type=2&prefix=${encodeURIComponent(prefix)}`);
      return [...(await response.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key!);
    },
  };
}

export interface StoredAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What a test may make of a request, as of one to the database, and an answer that breaks off: after so much of the body comes a reset, or nothing. */
export type S3Fault = Fault | (StoredAnswer & { breaksOffBy: "reset" | "hang" });

export interface S3Request {
  method: string;
  path: string;
  /** Resolves when all of it is here, so that it can be run after its sender has gone. */
  received(): Promise<void>;
  /** Runs the request now, so that a fault can follow it. */
  execute(): Promise<StoredAnswer>;
}

export interface S3Gate {
  /** S3_ENDPOINT for the Worker. */
  url: string;
  onRequest: ((request: S3Request) => Promise<S3Fault>) | undefined;
  open(workerUrl: string): void;
  close(): Promise<void>;
}

/**
 * Stands before the Worker's S3 endpoint: its address is known before the Worker has a port, which saves
 * a restart of the Worker, and it can refuse.
 */
export async function startS3Gate(): Promise<S3Gate> {
  let target: URL | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    let sent: Buffer | undefined;
    const passOn = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const upstream = forward(new URL(path, target), { method, headers }, resolve);
        upstream.on("error", reject);
        if (sent) upstream.end(sent);
        else incoming.pipe(upstream);
      });
    const received = async () => void (sent = await bytesOf(incoming));
    const execute = async () => answerOf(await passOn());
    const fault = await gate.onRequest?.({ method, path, received, execute });
    if (fault === "hang") return;
    if (fault === "reset") return void incoming.socket.resetAndDestroy();
    if (fault && "breaksOffBy" in fault) {
      outgoing.writeHead(fault.status, fault.headers);
      outgoing.write(fault.body, () => fault.breaksOffBy === "reset" && incoming.socket.resetAndDestroy());
      return;
    }
    if (fault) return void outgoing.writeHead(fault.status).end(fault.body);
    try {
      const answer = await passOn();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    } catch {
      incoming.socket.resetAndDestroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));

  const gate: S3Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cdn-cgi/local/r2/s3`,
    onRequest: undefined,
    open: (workerUrl) => void (target = new URL(workerUrl)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gate;
}

async function answerOf(answer: IncomingMessage): Promise<StoredAnswer> {
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bytesOf(answer) };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
