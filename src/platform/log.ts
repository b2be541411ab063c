import { keyedDigest } from "#lib/keyed-digest.ts";

/** Writes one structured line. Values must hold no secret and no personal data: ids, patterns, numbers. */
export function log(level: "info" | "error", event: string, fields: Record<string, unknown>): void {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else console.log(line);
}

const PSEUDONYM_LENGTH = 16;

/**
 * What to call a client in the log: an account by its id, an address, or an e-mail that somebody signs in with, by a pseudonym. Only who has the
 * secret can tell what it stands for, by trying; it changes with the secret.
 */
export async function clientName(secret: string, principal: string): Promise<string> {
  const [kind = "", id = ""] = principal.split(/:(.*)/s);
  return kind === "user"
    ? principal
    : `${kind}:${(await keyedDigest(secret, `client ${id}`)).slice(0, PSEUDONYM_LENGTH)}`;
}

/** An error for the log: where it happened, and never its message, for those of the SQL driver hold parameters. */
export function traceOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause as { name?: string; code?: string } | undefined;
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return { error: error.name, cause: cause?.name, sqlstate: cause?.code, at: frames.slice(0, 6) };
}
