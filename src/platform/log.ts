/** Writes one structured line. Values must hold no secret and no personal data: ids, patterns, numbers. */
export function log(level: "info" | "error", event: string, fields: Record<string, unknown>): void {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else console.log(line);
}

/** An error for the log: where it happened, and never its message, for those of the SQL driver hold parameters. */
export function traceOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause as { name?: string; code?: string } | undefined;
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return { error: error.name, cause: cause?.name, sqlstate: cause?.code, at: frames.slice(0, 6) };
}
