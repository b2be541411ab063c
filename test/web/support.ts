import type { Requester } from "../support/http.ts";

/** A form that a page holds: its hidden token, and the cookie that came with it. */
export interface OpenForm {
  token: string;
  cookie: string;
}

/** Opens a page without a browser, as `curl` would, and reads its form. */
export async function openForm(request: Requester, path: string, session?: string): Promise<OpenForm> {
  const cookies = session === undefined ? [] : [`__Host-session=${session}`];
  const response = await request(path, { headers: { cookie: cookies.join("; ") } });
  const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(await response.text()) ?? [];
  const set = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]!);
  return { token, cookie: [...cookies, ...set].join("; ") };
}

/** Sends a form as a browser on our own page does; `headers` may say otherwise. */
export function sendForm(
  request: Requester,
  url: string,
  path: string,
  { token, cookie }: OpenForm,
  fields: Record<string, string>,
  headers: Record<string, string | undefined> = {},
): Promise<Response> {
  const all = { origin: new URL(url).origin, cookie, ...headers };
  const sent = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
  return request(path, {
    method: "POST",
    headers: sent,
    body: new URLSearchParams({ form_token: token, ...fields }),
  });
}
