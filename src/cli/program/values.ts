import { InvalidArgumentError } from "@commander-js/extra-typings";

/** Reads an option that counts something. */
export function positive(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}
