/** What an API token may be allowed to do. */
export const SCOPES = ["publish:new", "publish:update", "yank", "owners", "review"] as const;
export type Scope = (typeof SCOPES)[number];

/** A plugin name with `*` for any characters, like `auth-*`. */
export const PLUGIN_PATTERN = /^[a-z0-9*]+(?:-[a-z0-9*]+)*-?$/;

/** Whether a name lies within one of the patterns. Linear in the name: one `*` at a time, no backtracking regexp. */
export function matchesPattern(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesOne(pattern, name));
}

function matchesOne(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
