import type { Context } from "hono";
import type * as z from "zod";
import { issuesOf } from "#contract/common.ts";
import type { HttpEnv } from "#http/env.ts";
import { type Issue, RegistryError } from "#lib/errors.ts";

/** A form as it was sent: what to show again, and what was wrong with it. */
export interface Submission {
  values: Record<string, string>;
  issues: Issue[];
  /** What is wrong with the whole of it. */
  problem?: string;
}

/** A form that nobody has filled in yet. */
export const EMPTY: Submission = { values: {}, issues: [] };

/** The text fields of a form; goes after `ownForm`. */
export async function fieldsOf(c: Context<HttpEnv>): Promise<Record<string, string>> {
  const texts = Object.entries(await c.req.parseBody()).filter((field) => typeof field[1] === "string");
  return Object.fromEntries(texts) as Record<string, string>;
}

/**
 * Parses a form and hands it to a verb. An answer means that it is done; a submission is to be shown again.
 * @throws whatever is nobody's input's fault
 */
export async function submit<Schema extends z.ZodType>(
  values: Record<string, string>,
  schema: Schema,
  verb: (input: z.output<Schema>) => Promise<Response>,
): Promise<Response | Submission> {
  const parsed = schema.safeParse(values);
  if (!parsed.success) return { values, issues: issuesOf(parsed.error) };
  try {
    return await verb(parsed.data);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.status >= 500 || error.status === 429) throw error;
    if (error.issues) return { values, issues: error.issues };
    return { values, issues: [], problem: error.message };
  }
}
