import { NeonDbError } from "@neondatabase/serverless";
import { DrizzleQueryError } from "drizzle-orm/errors";

/** SQLSTATE classes that mean "not now": connection, resources, operator intervention, deadlock and serialization. */
const TRANSIENT = /^(08|53|57|58|40)/;

function neonError(error: unknown): NeonDbError | undefined {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof NeonDbError ? cause : undefined;
}

/** The name of the constraint that the statement violated, if that is what went wrong. */
export function violatedConstraint(error: unknown): string | undefined {
  const cause = neonError(error);
  return cause?.code?.startsWith("23") ? cause.constraint : undefined;
}

/**
 * True when the database could not be reached, did not answer in time or in full, or cannot serve now. The outcome
 * of a write is then unknown.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof DrizzleQueryError)) return false;
  const code = neonError(error)?.code;
  return code === undefined || TRANSIENT.test(code);
}
