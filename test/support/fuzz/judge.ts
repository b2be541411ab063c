import { expect } from "vitest";
import { surfaceOf } from "../../../src/http/surface.ts";
import { fromWire } from "../../../src/lib/wire-case.ts";
import { assertConforms } from "../conformance.ts";
import { MARKUP } from "./malice.ts";
import type { Sent } from "./requests.ts";
import type { Received } from "./send.ts";

const EMPTY = new Set([204, 304]);
/** Where what the path is depends on who normalises it. */
const DOTS = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i;
/** Letters, digits and hyphens mean the same when they are escaped. */
const readable = (path: string): string =>
  path.replaceAll(/%(?:[46][1-9a-f]|[57][\da]|3\d|2d)/gi, (escape) => decodeURIComponent(escape));
const VALID_ERROR = { error: expect.any(String), code: expect.any(String), request_id: expect.any(String) };

/** @throws Error for an answer that the registry must not give, whatever it was asked */
export async function judge(url: string, { method, path }: Sent, { status, headers, body }: Received): Promise<void> {
  if (status >= 500) throw new Error(`answered ${status}: ${body.toString().slice(0, 500)}`);
  // What workerd itself refuses has not reached the Worker.
  if (status === 400 && headers.get("x-request-id") === null && body.length < 100) return;
  expect(headers.get("x-request-id"), "a request id").toBeTruthy();
  if (DOTS.test(path)) return;
  const pathname = readable(path.split(/[?#]/)[0]!);
  const text = body.toString();
  if (surfaceOf(pathname) === "web") return judgePage(url, headers, text);
  if (method === "OPTIONS") return;
  const isEmpty = EMPTY.has(status) || method === "HEAD";
  const isJson = !isEmpty && (headers.get("content-type") ?? "").startsWith("application/json");
  const answer: unknown = isJson ? JSON.parse(text) : undefined;
  // Answers of /camel are the same ones, spelt otherwise.
  const inSnakeCase = pathname.startsWith("/camel/") ? fromWire(answer) : answer;
  if (isJson && status >= 400) expect(inSnakeCase).toMatchObject(VALID_ERROR);
  const shown = isJson ? JSON.stringify(inSnakeCase) : body;
  const response = new Response(isEmpty ? null : shown, { status, headers });
  await assertConforms(method, pathname.replace(/^\/camel(?=\/)/, ""), response);
}

/** A page holds no markup that came with the request, and leads nowhere else. */
function judgePage(url: string, headers: Headers, text: string): void {
  expect(text).not.toContain(MARKUP);
  expect(headers.get("content-security-policy"), "a content security policy").toBeTruthy();
  const location = headers.get("location");
  if (location !== null) expect(new URL(location, url).origin).toBe(new URL(url).origin);
}
