import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

export interface Sending {
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Fetches, following redirects by hand: reads go on to other hosts without the token, and get it back nowhere; what
 * changes something (and may carry a password) is not repeated anywhere else. An encrypted connection stays one.
 */
export async function follow(start: URL, sending: Sending): Promise<Response> {
  let url = start;
  const headers = { ...sending.headers };
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const { method, body, signal } = sending;
    const init: RequestInit = { method, headers, redirect: "manual" };
    if (body !== undefined) init.body = body;
    if (signal !== undefined) init.signal = signal;
    const response = await fetch(url, init);
    const location = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = targetOf(location, url);
    if (method !== "GET") throw moved(url, next);
    if (next.origin !== start.origin) delete headers["authorization"];
    url = next;
  }
  throw new Failure(`${start.origin} redirects in circles`, { exitCode: EXIT.away });
}

function targetOf(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href)) {
    throw new Failure(`${from.origin} redirects to nowhere`, { exitCode: EXIT.away });
  }
  const next = new URL(location, from);
  const isKept = next.protocol === from.protocol || (from.protocol === "http:" && next.protocol === "https:");
  if (!isKept)
    throw new Failure(`${from.origin} redirects to an insecure address, ${next.origin}`, { exitCode: EXIT.away });
  return next;
}

const moved = (from: URL, to: URL) =>
  new Failure(`${from.origin} redirects to ${to.origin}, and nothing was sent there`, {
    exitCode: EXIT.away,
    hint: `if you trust that address, use it from now on: mockforge-registry config set url ${to.origin}`,
  });
