/** Headers of answers, by name. */
const HEADERS = {
  "X-Request-Id": "The request's id, also in the registry's log",
  "Server-Timing": "`db`: time in the database in ms, and the number of SQL round trips",
  "RateLimit-Policy": "The limits that apply: `q` requests in `w` seconds",
  RateLimit: "What is left of them: `r` requests, whole again in `t` seconds",
  "Retry-After": "Seconds to wait before the next try",
  "WWW-Authenticate": "How to say who you are",
  ETag: "Names this very content",
  "Cache-Control": "How long the edge may keep it",
  "Content-Disposition": "The name to save the file by",
  "Content-Range": "Which bytes these are",
} as const;

const component = (name: string) => name.replaceAll("-", "");

export const headerComponents = Object.fromEntries(
  Object.entries(HEADERS).map(([name, description]) => [
    component(name),
    { description, schema: { type: "string" as const } },
  ]),
);

/** References to the headers of an answer. @param limited whether the route is subject to a limit */
export function headersOf(limited: boolean, extra: readonly string[]) {
  const names = ["X-Request-Id", "Server-Timing", ...(limited ? ["RateLimit-Policy", "RateLimit"] : []), ...extra];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${component(name)}` as const }]));
}
