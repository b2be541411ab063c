import * as z from "zod";

const countCharacters = (value: string): number => {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
};

const lengthRule = (min: number, max: number) =>
  min === 0 ? `must have at most ${max} characters` : `must have ${min} to ${max} characters`;

/** What Postgres can store: NUL and lone surrogates are refused. */
export const isStorable = (value: string): boolean => !/[\0\p{Surrogate}]/u.test(value);

const NOT_STORABLE = "must be well-formed Unicode without NUL";

/** Trimmed text; lengths are in characters (code points), after trimming. */
export const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .refine(isStorable, { error: NOT_STORABLE, abort: true })
    .refine(
      (value) => value.length <= 2 * max && countCharacters(value) <= max && value.length >= min,
      lengthRule(min, max),
    )
    .meta({ minLength: min, maxLength: max });

/** Long text whose limit is a size on disk: `maxBytes` of UTF-8. */
export const document = (maxBytes: number) =>
  z
    .string()
    .refine(isStorable, { error: NOT_STORABLE, abort: true })
    .refine((value) => byteLength(value) <= maxBytes, `must be at most ${maxBytes} bytes of UTF-8`)
    .meta({ maxLength: maxBytes });

export const byteLength = (value: string): number => new TextEncoder().encode(value).length;

/** A web address, kept as it was typed. */
export const httpUrl = () =>
  text(1, 500)
    .refine(
      (value) => /^https?:\/\/[^\s\p{Cc}]+$/iu.test(value) && URL.canParse(value),
      "must be an http:// or https:// address",
    )
    .meta({ format: "uri", example: "https://github.com/mockforge/auth-jwt" });

const MAX_DEPTH = 32;

/** Whether a JSON value fits a jsonb column: storable text throughout, nested at most 32 deep. */
export function isStorableJson(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner, depth + 1));
}
