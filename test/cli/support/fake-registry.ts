import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Seen {
  method: string;
  path: string;
  authorization: string | undefined;
  body: string;
}

export interface FakeRegistry {
  url: string;
  /** Every request, in order. */
  seen: Seen[];
}

/** A server that is no registry of ours: it answers as the test says, and remembers what it was sent. */
export async function fakeRegistry(
  answer: (seen: Seen, response: ServerResponse, count: number) => void,
): Promise<FakeRegistry> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    void readAll(request, (body) => {
      const one = { method, path: url, authorization: headers.authorization, body };
      seen.push(one);
      answer(one, response, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage, then: (text: string) => void): Promise<void> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  then(text);
}
