import type { z } from "zod";
import type { ErrorCode } from "#lib/errors.ts";

/**
 * public: credentials are optional; user: a session or an API token; session: a session only; admin: an
 * administrator's session; none: credentials are not looked at.
 */
export type Access = "none" | "public" | "user" | "session" | "admin";

export interface Answer {
  description: string;
  /** A JSON body. */
  schema?: z.ZodType;
  /** Another kind of body, by media type. */
  media?: string[];
  headers?: string[];
}

/** One route as the document shows it. What every route shares (limits, outages, bad credentials) is added by rule. */
export interface Operation {
  method: "get" | "head" | "post" | "put" | "patch" | "delete";
  /** As OpenAPI writes it: `/api/v1/plugins/{name}`. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  access: Access;
  query?: z.ZodObject;
  body?: { schema: z.ZodType; required?: false; media?: string };
  answers: Record<number, Answer>;
  errors?: readonly ErrorCode[];
}

export const ok = (description: string, schema: z.ZodType): Record<number, Answer> => ({
  200: { description, schema },
});
export const created = (description: string, schema: z.ZodType): Record<number, Answer> => ({
  201: { description, schema },
});

const NOT_MODIFIED: Answer = { description: "The client holds it already (If-None-Match)", headers: ["ETag"] };

/** A public read: cacheable, with an ETag. */
export const cacheable = (description: string, schema: z.ZodType): Record<number, Answer> => ({
  200: { description, schema, headers: ["ETag", "Cache-Control"] },
  304: NOT_MODIFIED,
});

export const file = (description: string, media: string[]): Record<number, Answer> => ({
  200: { description, media, headers: ["ETag", "Content-Disposition", "Cache-Control"] },
  206: { description: "The range asked for", media, headers: ["ETag", "Content-Range"] },
  304: NOT_MODIFIED,
});
