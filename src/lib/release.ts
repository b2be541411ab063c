import { VERSION_MAX_LENGTH, VERSION_PATTERN } from "./versions.ts";

/** A version taken apart, cheaply: a resolution reads thousands. Build metadata has no precedence and is left out. */
export interface Release {
  /** Major, minor, patch. */
  parts: readonly [number, number, number];
  /** Empty for a release proper. */
  prerelease: string;
}

/** Throws RangeError for what is not a version. */
export function releaseOf(version: string): Release {
  if (version.length > VERSION_MAX_LENGTH || !VERSION_PATTERN.test(version)) {
    throw new RangeError(`'${version}' is not a semantic version`);
  }
  const core = version.split("+", 1)[0] ?? "";
  const dash = core.indexOf("-");
  const parts = (dash === -1 ? core : core.slice(0, dash)).split(".").map(Number) as [number, number, number];
  if (!parts.every(Number.isSafeInteger)) throw new RangeError(`'${version}' holds a number beyond 2^53-1`);
  return { parts, prerelease: dash === -1 ? "" : core.slice(dash + 1) };
}

/** Semver precedence (https://semver.org/#spec-item-11): positive when `a` is the higher. */
export function compareReleases(a: Release, b: Release): number {
  return (
    a.parts[0] - b.parts[0] ||
    a.parts[1] - b.parts[1] ||
    a.parts[2] - b.parts[2] ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

/** The empty prerelease, a release proper, is the highest. */
export function comparePrerelease(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    const difference = compareIdentifiers(left[index] ?? "", right[index] ?? "");
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const isNumeric = (identifier: string) => /^\d+$/.test(identifier);

/** Numbers by value, however many digits they have; text bytewise; a number before a text. */
function compareIdentifiers(a: string, b: string): number {
  if (a === b) return 0;
  const numeric = isNumeric(a);
  if (numeric !== isNumeric(b)) return numeric ? -1 : 1;
  if (numeric && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}
