import { Agent, request } from "node:http";
import type { Sent } from "./requests.ts";

export type Sendable = Pick<Sent, "method" | "path" | "headers" | "body">;

export interface Received {
  status: number;
  headers: Headers;
  body: Buffer;
}

const agent = new Agent({ keepAlive: true });
const ANSWER_MS = 20_000;

/** Sends it byte by byte as it is, which fetch would not: no normalised path, no forbidden header. */
export function send(url: string, { method, path, headers, body }: Sendable): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body && !headers["transfer-encoding"] ? { "content-length": `${body.length}` } : {};
    const sent = request(
      { hostname, port, method, path, agent, headers: { ...length, ...headers }, timeout: ANSWER_MS },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const pairs = answer.rawHeaders.flatMap((name, at) =>
            at % 2 === 0 ? [[name, answer.rawHeaders[at + 1]!] as [string, string]] : [],
          );
          resolve({ status: answer.statusCode!, headers: new Headers(pairs), body: Buffer.concat(chunks) });
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer in ${ANSWER_MS} ms`)));
    sent.on("error", reject);
    sent.end(body);
  });
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** To be pasted into a shell. */
export function asCurl(url: string, { method, path, headers, body }: Sent): string {
  const heads = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const parts = ["curl -i --path-as-is -X", method, quoted(new URL(url).origin + path), ...heads];
  if (!body) return parts.join(" ");
  return `echo ${body.toString("base64")} | base64 -d | ${parts.join(" ")} --data-binary @-`;
}
