import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { Fault } from "./fault.ts";
import { faultOf, isNetworkError } from "./network.ts";

export interface PutOptions {
  /** To be sent as they are; the token is not among them. */
  headers: Record<string, string>;
  /** How long nothing may move. */
  idleMs: number;
  /** Hears how many bytes are on their way. */
  onSent: (bytes: number) => void;
}

const PIECE_BYTES = 64 * 1024;
/** It is there already: an earlier attempt arrived, and its answer was lost. */
const THERE = 412;

/**
 * Sends bytes to where a presigned address lets them be put once. By node:http, since fetch does not say how far it is.
 * @throws Fault
 */
export async function putFile(url: URL, bytes: Uint8Array, { headers, idleMs, onSent }: PutOptions): Promise<void> {
  try {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, { method: "PUT", headers, timeout: idleMs });
    request.on("timeout", () => request.destroy(new DOMException("Nothing moves", "TimeoutError")));
    // Storage may refuse and hang up before it has everything; then the refusal is what counts.
    const [response] = await Promise.all([answerOf(request), pipeline(pieces(bytes, onSent), request).catch(ignore)]);
    response.resume();
    const { statusCode: status = 0 } = response;
    if ((status >= 200 && status < 300) || status === THERE) return;
    throw refused(url, status);
  } catch (error) {
    throw isNetworkError(error) ? faultOf(error, url) : error;
  }
}

const ignore = () => undefined;

const answerOf = (request: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => request.on("response", resolve).on("error", reject));

function pieces(bytes: Uint8Array, onSent: (bytes: number) => void): Readable {
  return Readable.from(
    (function* cut() {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        yield bytes.subarray(at, at + PIECE_BYTES);
        onSent(Math.min(bytes.length, at + PIECE_BYTES));
      }
    })(),
  );
}

function refused(url: URL, status: number): Fault {
  const isAway = status === 429 || status >= 500;
  const hint = isAway ? undefined : "the address may have expired: publish again";
  const failure = new Failure(`The storage at ${url.origin} refused the module (status ${status})`, {
    exitCode: isAway ? EXIT.away : EXIT.failed,
    hint,
  });
  return new Fault(failure, isAway ? "unknown" : "final");
}
