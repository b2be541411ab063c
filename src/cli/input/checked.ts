import type { z } from "zod";
import { issuesOf } from "#contract/issues.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/**
 * What was typed, held against the same schema as at the registry, before anything is sent.
 * @throws Failure with all that is wrong
 */
export function checked<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Failure("That cannot be right", { exitCode: EXIT.usage, issues: issuesOf(parsed.error) });
}
