import { compareReleases } from "../release.ts";
import { type Bits, members } from "./bits.ts";
import type { Variable } from "./variable.ts";

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

const SHOWN = 4;

/** Some versions of a plugin, the highest first: `2.0.0, 1.1.0 and 12 more`. */
export function versionsListed(variable: Variable, values: Bits): string {
  const indexes = [...members(values)].map((value) => value - 1);
  const sorted = indexes.toSorted((a, b) => compareReleases(variable.releases[b]!, variable.releases[a]!));
  const versions = sorted.map((index) => variable.versions[index]!.version);
  if (versions.length <= SHOWN + 1) return listed(versions);
  return listed([...versions.slice(0, SHOWN), `${versions.length - SHOWN} more`]);
}
