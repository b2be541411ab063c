/** Writes one structured line. Values must hold no secret and no personal data: ids, patterns, numbers. */
export function log(level: "info" | "error", event: string, fields: Record<string, unknown>): void {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else console.log(line);
}
