const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for elements and attributes. What XML 1.0 cannot hold in any way (most control characters) is left out. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** XML that is complete already, and goes into other XML as it is. */
export class Xml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** XML with values in it; every value that is not XML itself is escaped. */
export const xml = (parts: TemplateStringsArray, ...values: (string | Xml | Xml[])[]): Xml =>
  new Xml(parts.map((part, index) => part + (index < values.length ? shown(values[index]!) : "")).join(""));

function shown(value: string | Xml | Xml[]): string {
  if (typeof value === "string") return escapeXml(value);
  return value instanceof Xml ? value.text : value.map(({ text }) => text).join("");
}
