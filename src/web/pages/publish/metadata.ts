import * as z from "zod";
import { PublishMetadata } from "#contract/publishing.ts";
import { filledIn, type Values } from "#web/forms/submission.ts";

/** What is said of a module that comes without a package, as the API takes it. */
export const MetadataForm = z.preprocess((form) => {
  const { tags = "", ...values } = filledIn(form as Values);
  return { ...values, tags: tags.split(/[\s,]+/).filter(Boolean) };
}, PublishMetadata);

/** What a file begins with says what it is, whatever its name. */
export function kindOf(bytes: Uint8Array): "package" | "module" | undefined {
  const begins = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04)) return "package";
  if (begins(0x00, 0x61, 0x73, 0x6d)) return "module";
  return undefined;
}
