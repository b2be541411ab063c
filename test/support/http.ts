import { assertConforms } from "./conformance.ts";

export interface RequestOptions extends RequestInit {
  /** The body, sent as JSON; the method is POST unless given. */
  json?: unknown;
  token?: string;
  /** The client's address as the Worker sees it; rate limits are kept per address. */
  ip?: string;
}

export type Requester = (path: string, options?: RequestOptions) => Promise<Response>;

/** Sends requests, and holds every answer against the OpenAPI document on the way. */
export function requester(baseUrl: string): Requester {
  return async (path, { json, token, ip, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    if (ip !== undefined) headers.set("cf-connecting-ip", ip);
    if (json !== undefined) {
      headers.set("content-type", "application/json");
      init = { method: "POST", body: JSON.stringify(json), ...init };
    }
    if (init.body instanceof FormData) {
      // In one piece: who is refused while the rest is on its way may find the connection closed instead of an answer.
      const whole = new Response(init.body);
      headers.set("content-type", whole.headers.get("content-type")!);
      init = { ...init, body: await whole.arrayBuffer() };
    }
    const url = new URL(path, baseUrl);
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    await assertConforms(init.method ?? "GET", url.pathname, response.clone());
    return response;
  };
}
