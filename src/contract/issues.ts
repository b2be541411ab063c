import type { Issue } from "#lib/errors.ts";

const MAX_ISSUES = 50;

/** A failed parse as the issues of an answer, at most the first 50. */
export const issuesOf = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): Issue[] =>
  error.issues.slice(0, MAX_ISSUES).map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message.endsWith("received undefined") ? "is required" : issue.message,
  }));
