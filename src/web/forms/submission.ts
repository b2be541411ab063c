import type { Context } from "hono";
import type * as z from "zod";
import { issuesOf } from "#contract/issues.ts";
import type { HttpEnv } from "#http/env.ts";
import { type ErrorCode, type Issue, RegistryError } from "#lib/errors.ts";

/** The text fields of a form. */
export type Values = Record<string, string>;

/** A form as it was sent: what to show again, and what was wrong with it. */
export interface Submission {
  values: Values;
  issues: Issue[];
  /** What is wrong with the whole of it. */
  problem?: string;
}

/** A form that nobody has filled in yet. */
export const EMPTY: Submission = { values: {}, issues: [] };

/** A form that begins with what there is. */
export const prefilled = (values: Values): Submission => ({ values, issues: [] });

/** The text fields of a form; goes after `ownForm`. */
export async function fieldsOf(c: Context<HttpEnv>): Promise<Values> {
  const texts = Object.entries(await c.req.parseBody()).filter((field) => typeof field[1] === "string");
  return Object.fromEntries(texts) as Values;
}

/** Without the fields that were left empty, which a browser sends too. */
export const filledIn = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));

/**
 * Parses a form and hands it to a verb. An answer means that it is done; a submission is to be shown again.
 * @param about which field an error of the verb is about
 * @throws whatever is nobody's input's fault
 */
export async function submit<Schema extends z.ZodType>(
  values: Values,
  schema: Schema,
  verb: (input: z.output<Schema>) => Promise<Response>,
  about: Partial<Record<ErrorCode, string>> = {},
): Promise<Response | Submission> {
  const parsed = schema.safeParse(values);
  if (!parsed.success) return { values, issues: issuesOf(parsed.error) };
  try {
    return await verb(parsed.data);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.status >= 500 || error.status === 429) throw error;
    if (error.issues) return { values, issues: error.issues };
    const path = about[error.code];
    if (path !== undefined) return { values, issues: [{ path, message: error.message }] };
    return { values, issues: [], problem: error.message };
  }
}
