export interface RequestOptions extends RequestInit {
  /** The body, sent as JSON; the method is POST unless given. */
  json?: unknown;
  token?: string;
  /** The client's address as the Worker sees it; rate limits are kept per address. */
  ip?: string;
}

export type Requester = (path: string, options?: RequestOptions) => Promise<Response>;

export function requester(baseUrl: string): Requester {
  return (path, { json, token, ip, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    if (ip !== undefined) headers.set("cf-connecting-ip", ip);
    if (json !== undefined) {
      headers.set("content-type", "application/json");
      init = { method: "POST", body: JSON.stringify(json), ...init };
    }
    return fetch(new URL(path, baseUrl), { redirect: "manual", ...init, headers });
  };
}
