/** The archive is not one, or is one that lies. The message says how. */
export class MalformedZip extends Error {
  override readonly name = "MalformedZip";
}
