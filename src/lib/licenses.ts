import parse from "spdx-expression-parse";

/** `MIT`, `MIT OR Apache-2.0`, `LicenseRef-ours`; the older `MIT/Apache-2.0` is not SPDX. */
export function isSpdxExpression(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
