import { zValidator } from "@hono/zod-validator";
import type { ValidationTargets } from "hono";
import * as z from "zod";
import { issuesOf } from "#contract/issues.ts";
import { RegistryError } from "#lib/errors.ts";
import { fromWire } from "#lib/wire-case.ts";

/** Reads one part of a request by a schema, in snake_case or camelCase. @throws RegistryError invalid_input */
export const validator = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, z.preprocess(fromWire, schema), (result) => {
    if (!result.success) throw new RegistryError("invalid_input", { issues: issuesOf(result.error) });
  });
