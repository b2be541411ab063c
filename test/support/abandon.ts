import { connect } from "node:net";

/** Sends a request over a connection of its own, which can be dropped: that cancels the request. */
export function sendToAbandon(
  url: string,
  { method = "GET", path, json }: { method?: string; path: string; json?: unknown },
): { leave: () => void } {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
  const body = json === undefined ? "" : JSON.stringify(json);
  const announced = body && `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${announced}\r\n${body}`);
  return { leave: () => void socket.resetAndDestroy() };
}
