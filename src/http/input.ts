import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler, ValidationTargets } from "hono";
import * as z from "zod";
import type { HttpEnv } from "./env.ts";
import { receive } from "./receive.ts";
import { issuesOf } from "#contract/common.ts";
import { RegistryError } from "#lib/errors.ts";
import { fromWire } from "#lib/wire-case.ts";

/** The most that a JSON body may have, in bytes; publishing has a limit of its own. */
const BODY_BYTES = 64 * 1024;

function validated<Target extends keyof ValidationTargets, Schema extends z.ZodType>(target: Target, schema: Schema) {
  return zValidator(target, z.preprocess(fromWire, schema), (result) => {
    if (!result.success) throw new RegistryError("invalid_input", { issues: issuesOf(result.error) });
  });
}

/** Query parameters, in snake_case or camelCase. */
export const query = <Schema extends z.ZodType>(schema: Schema) => validated("query", schema);

/** A JSON body, in snake_case or camelCase; goes after `jsonOnly`. */
export const json = <Schema extends z.ZodType>(schema: Schema) => validated("json", schema);

/** The fields of a form; goes after `formOnly`. */
export const form = <Schema extends z.ZodType>(schema: Schema) => validated("form", schema);

/** Refuses what is not a form with files (415) and bodies over the limit (413), before anything is read. */
export function formOnly(maxBytes: number): MiddlewareHandler<HttpEnv> {
  const received = receive("body", maxBytes, (c) => c.req.arrayBuffer());
  return async (c, next) => {
    if (!/^multipart\/form-data\s*;/i.test(c.req.header("content-type") ?? "")) {
      throw new RegistryError("unsupported_media_type", { message: "Send the form as multipart/form-data" });
    }
    return received(c, next);
  };
}

/** Refuses other media types (415) and bodies over the limit (413), before anything is read. */
export function jsonOnly(maxBytes: number = BODY_BYTES): MiddlewareHandler<HttpEnv> {
  const received = receive("body", maxBytes, (c) => c.req.text());
  return async (c, next) => {
    if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) {
      throw new RegistryError("unsupported_media_type");
    }
    return received(c, next);
  };
}

/** The same, for a body that may be left out: without one, the verb sees an empty object. */
export function jsonIfAny(): MiddlewareHandler<HttpEnv> {
  const required = jsonOnly();
  return async (c, next) => {
    if (c.req.header("content-length") !== "0" && c.req.raw.body) return required(c, next);
    c.req.bodyCache.text = "{}";
    return next();
  };
}
