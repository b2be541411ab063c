/** The gravest first. */
export const SEVERITIES = ["high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  severity: Severity;
  /** Stable, for machines: `undeclared-sockets`. */
  code: string;
  /** A sentence for people. */
  text: string;
}
