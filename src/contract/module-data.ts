import * as z from "zod";
import { MAX_INLINE_BYTES, MAX_MODULE_BYTES } from "./sizes.ts";

/** Standard alphabet with padding. Looked at without a grouping expression, whose backtracking fails on megabytes. */
const isBase64 = (value: string): boolean =>
  value.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(value.replace(/={1,2}$/, ""));

export const Base64Module = z
  .string()
  .min(4, "must not be empty")
  .max(Math.ceil(MAX_INLINE_BYTES / 3) * 4, {
    error: `must be at most ${MAX_INLINE_BYTES} bytes before encoding`,
    abort: true,
  })
  .refine(isBase64, "must be base64 in the standard alphabet, with padding")
  .meta({
    description: "The WASM module, up to 10 MiB; left out, the answer says where to send it",
    contentEncoding: "base64",
    example: "AGFzbQEAAAA=",
  });

export const ModuleSize = z
  .int()
  .min(1)
  .max(MAX_MODULE_BYTES)
  .meta({ description: "Bytes of the module, up to 50 MiB", example: 8 });
