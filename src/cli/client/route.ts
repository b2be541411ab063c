import type { z } from "zod";

/**
 * What a second sending does, if the first one's fate is unknown:
 * - safe: nothing, it only reads
 * - idempotent: nothing more than the first did (the same bytes published again, a yank, what PUT and DELETE set)
 * - once: perhaps the same thing twice, so it is never sent again
 */
export type Repeat = "safe" | "idempotent" | "once";

/** An operation of the registry's API; the tables of them are in routes/. */
export interface Route<Path extends string = string, Answer = unknown> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: Path;
  repeat: Repeat;
  answer: z.ZodType<Answer>;
}

export const route = <const Path extends string, Answer>(definition: Route<Path, Answer>): Route<Path, Answer> =>
  definition;

/** The names after colons in a path. */
export type ParamOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

export type Query = Record<string, string | number | boolean | undefined>;

export interface Request<Path extends string> {
  params?: Record<ParamOf<Path>, string>;
  query?: Query;
  json?: unknown;
}

export function addressOf(base: URL, path: string, { params, query }: { params?: object; query?: Query }): URL {
  const values = new Map(Object.entries(params ?? {}) as [string, string][]);
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ""));
  const url = new URL(base.pathname.replace(/\/$/, "") + filled, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}
