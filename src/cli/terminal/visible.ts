/** Controls, formats (bidirectional overrides too) and what is no character; not the joiners that scripts and emoji need. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const UNSEEN_IN_JSON = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

/**
 * The one function through which text of others passes before it is printed: whatever could move the cursor, colour
 * the screen or turn the reading direction becomes a sign that shows it. Line breaks and tabs become spaces.
 */
export const visible = (text: string): string => text.replaceAll(UNSEEN, shown);

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/[\t\n\r\u2028\u2029]/.test(character)) return " ";
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `\\u{${code.toString(16)}}`;
}

/** The same for everything in a document, keys too. */
export function visibleThroughout<Value>(value: Value): Value;
export function visibleThroughout(value: unknown): unknown {
  if (typeof value === "string") return visible(value);
  if (Array.isArray(value)) return value.map((each: unknown) => visibleThroughout(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visible(key), visibleThroughout(inner)]));
}

/** JSON that says exactly the same, with nothing in it that a terminal would obey. */
export const visibleJson = (document: unknown): string =>
  JSON.stringify(document, null, 2).replaceAll(UNSEEN_IN_JSON, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
