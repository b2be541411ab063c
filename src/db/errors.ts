/** SQLSTATE classes that mean "not now": connection, resources, operator intervention, deadlock and serialization. */
const TRANSIENT = /^(08|53|57|58|40)/;

/** A statement failed; without a `code` the database could not be reached, did not answer in time, or not in full. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  /** SQLSTATE. */
  readonly code: string | undefined;
  readonly constraint: string | undefined;

  constructor({
    code,
    constraint,
    cause,
  }: {
    code: string | undefined;
    constraint: string | undefined;
    cause: unknown;
  }) {
    super("The database refused or did not answer", { cause });
    this.code = code;
    this.constraint = constraint;
  }
}

/** The name of the constraint that the statement violated, if that is what went wrong. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof QueryError && error.code?.startsWith("23") ? error.constraint : undefined;

/**
 * True when the database could not be reached, did not answer in time or in full, or cannot serve now. The outcome
 * of a write is then unknown.
 */
export const isDatabaseUnavailable = (error: unknown): boolean =>
  error instanceof QueryError && (error.code === undefined || TRANSIENT.test(error.code));
