import type { MiddlewareHandler, ValidationTargets } from "hono";
import type * as z from "zod";
import type { HttpEnv } from "./env.ts";
import { receive } from "./receive.ts";
import type { validator } from "./validator.ts";
import { RegistryError } from "#lib/errors.ts";

/** The most that a JSON body may have, in bytes; publishing has a limit of its own. */
const BODY_BYTES = 64 * 1024;

/** A module of the contract: `() => import("#contract/….ts")`. Its schemas are made when a request first needs one. */
type Load<Contract> = () => Promise<Contract>;
type Validator<Target extends keyof ValidationTargets, Schema> = Schema extends z.ZodType
  ? ReturnType<typeof validator<Target, Schema>>
  : never;

function validated<Target extends keyof ValidationTargets, Contract, Name extends keyof Contract>(
  target: Target,
  load: Load<Contract>,
  name: Name,
) {
  let made: MiddlewareHandler | undefined;
  const validate: MiddlewareHandler = async (c, next) => {
    if (!made) {
      const [{ validator: validatorFor }, schemas] = await Promise.all([import("./validator.ts"), load()]);
      made = validatorFor(target, schemas[name] as z.ZodType);
    }
    return made(c, next);
  };
  return validate as Validator<Target, Contract[Name]>;
}

/** Query parameters, in snake_case or camelCase. */
export const query = <Contract, Name extends keyof Contract>(load: Load<Contract>, name: Name) =>
  validated("query", load, name);

/** A JSON body, in snake_case or camelCase; goes after `jsonOnly`. */
export const json = <Contract, Name extends keyof Contract>(load: Load<Contract>, name: Name) =>
  validated("json", load, name);

/** The fields of a form; goes after `formOnly`. */
export const form = <Contract, Name extends keyof Contract>(load: Load<Contract>, name: Name) =>
  validated("form", load, name);

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
