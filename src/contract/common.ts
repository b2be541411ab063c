/// <reference types="zod-openapi" />
import * as z from "zod";
import { ERRORS, type ErrorCode } from "#lib/errors.ts";

/** null means absent everywhere in a request: what comes out is the value or undefined. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();

/** Refuses a list or map with more than `max` entries before looking at any of them. */
export const atMost = <Schema extends z.ZodType>(max: number, schema: Schema) =>
  z.preprocess((value, context) => {
    if (typeof value !== "object" || value === null || Object.keys(value).length <= max) return value;
    context.issues.push({ code: "custom", message: `must have at most ${max} entries`, input: value });
    return z.NEVER;
  }, schema);

export const Uuid = z.uuid("must be a UUID").meta({
  id: "Uuid",
  description: "An identifier",
  example: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90",
});

export const Timestamp = z.iso.datetime().meta({
  id: "Timestamp",
  description: "A point in time, RFC 3339 in UTC",
  example: "2026-11-24T09:30:00.000Z",
});

const CHECKSUM = /^[0-9a-f]{64}$/;
const CHECKSUM_RULE = "must be a SHA-256 checksum: 64 hex digits";
const CHECKSUM_EXAMPLE = "93a44bbb96c751218e4c00d479e4c14358122a389acca16205b1e4d0dc5f9476";

export const Checksum = z
  .string()
  .regex(CHECKSUM)
  .meta({ id: "Checksum", description: "SHA-256, lower-case hex", example: CHECKSUM_EXAMPLE });

/** As a request may give it: in capitals too. */
export const LooseChecksum = z
  .string()
  .trim()
  .toLowerCase()
  .regex(CHECKSUM, CHECKSUM_RULE)
  .meta({ description: "SHA-256 of the module, hex", example: CHECKSUM_EXAMPLE });

export const Count = z.int().min(0);

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

export const ErrorBody = z
  .object({
    error: z.string().meta({ description: "What is wrong and what to do, for people" }),
    code: z.enum(codes).meta({ description: "What is wrong, for programs" }),
    request_id: z.string().meta({ description: "The same as the X-Request-Id header" }),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "Every field that is wrong, when the input is" }),
  })
  .meta({
    id: "Error",
    description: "The body of every error",
    example: { error: "Plugin 'x' not found", code: "plugin_not_found", request_id: "0f6c1d2e3b4a5968" },
  });
export type ErrorBody = z.infer<typeof ErrorBody>;

export const Done = z
  .object({ success: z.literal(true), message: z.string() })
  .meta({ id: "Done", description: "It is done", example: { success: true, message: "Done" } });
export type Done = z.infer<typeof Done>;
