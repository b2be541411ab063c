import parse from "spdx-expression-parse";

/** What SPDX writes where nobody says anything about the licence. */
export const NO_LICENSE = "NOASSERTION";

/** `MIT`, `MIT OR Apache-2.0`, `LicenseRef-ours`, or NOASSERTION alone; the older `MIT/Apache-2.0` is not SPDX. */
export function isSpdxExpression(text: string): boolean {
  if (text === NO_LICENSE) return true;
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
