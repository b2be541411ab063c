import { comparePrerelease, type Release, releaseOf } from "./release.ts";
import { isVersion, parseVersion } from "./versions.ts";

/**
 * Cargo's requirement grammar and matching (crate `semver`), by design not npm's:
 * https://docs.rs/semver/1/semver/struct.VersionReq.html. Narrower in two ways: at most 100 characters, and numbers up
 * to 2^53-1, as in versions.
 */
export const REQUIREMENT_MAX_LENGTH = 100;
const MAX_COMPARATORS = 32;

type Operator = "=" | ">" | ">=" | "<" | "<=" | "~" | "^";
/** Major, then minor and patch as far as the text names them. */
export type Comparator = { operator: Operator; parts: number[]; prerelease: string };
/** All comparators must hold; none of them is `*`. */
export type Requirement = { text: string; comparators: Comparator[] };

const COMPARATOR =
  /^(?<operator>[<>]=?|[=~^])? *(?<major>\d+)(?:\.(?:(?<minor>\d+)|[*xX])(?:\.(?:(?<patch>\d+)(?:-(?<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?|[*xX]))?)?$/;

/** Throws RangeError with a sentence for the publisher. */
export function parseRequirement(text: string): Requirement {
  if (text.length > REQUIREMENT_MAX_LENGTH) {
    throw new RangeError(`a requirement has at most ${REQUIREMENT_MAX_LENGTH} characters`);
  }
  const trimmed = withoutSpaces(text);
  if (trimmed === "") throw new RangeError("a requirement cannot be empty; write * for any version");
  if (trimmed.includes("||")) throw new RangeError(`'${text}' uses ||, which is not supported; give one range`);
  if (/^[*xX]$/.test(trimmed)) return { text: trimmed, comparators: [] };
  const parts = trimmed.split(",");
  if (parts.length > MAX_COMPARATORS) throw new RangeError(`a requirement has at most ${MAX_COMPARATORS} comparators`);
  return { text: trimmed, comparators: parts.map((part) => comparator(withoutSpaces(part), text)) };
}

export function isRequirement(text: string): boolean {
  try {
    parseRequirement(text);
    return true;
  } catch {
    return false;
  }
}

export const SELECTOR_RULE = "must be a version, 'latest' or a requirement like ^1.2";

/** What names a version to a reader: itself, `latest`, or a requirement that it matches. */
export const isVersionSelector = (text: string): boolean => text === "latest" || isVersion(text) || isRequirement(text);

/** A prerelease matches only when a comparator names a prerelease of the same major.minor.patch. Throws RangeError for a non-version. */
export const matches = (requirement: Requirement, version: string): boolean => accepts(requirement, releaseOf(version));

/** The same, for a version that was read before: for whoever asks many requirements of one version. */
export function accepts({ comparators }: Requirement, release: Release): boolean {
  if (!comparators.every((each) => HOLDS[each.operator](each, release))) return false;
  if (release.prerelease === "") return true;
  return comparators.some((each) => each.prerelease !== "" && order(each, release) === 0);
}

type Test = (wanted: Comparator, release: Release) => boolean;

/** Compares only the parts that the comparator names: positive when the release is greater. */
function order({ parts }: Comparator, release: Release, count = parts.length): number {
  for (let index = 0; index < count && index < parts.length; index += 1) {
    const difference = (release.parts[index] ?? 0) - (parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const isComplete = (wanted: Comparator) => wanted.parts.length === 3;

const prereleaseOrder = (wanted: Comparator, release: Release) =>
  comparePrerelease(release.prerelease, wanted.prerelease);

const equals: Test = (wanted, release) => order(wanted, release) === 0 && release.prerelease === wanted.prerelease;

const beyond =
  (sign: 1 | -1): Test =>
  (wanted, release) => {
    const difference = order(wanted, release) * sign;
    return difference > 0 || (difference === 0 && isComplete(wanted) && prereleaseOrder(wanted, release) * sign > 0);
  };

const greater = beyond(1);
const less = beyond(-1);

const tilde: Test = (wanted, release) => {
  if (order(wanted, release, 2) !== 0) return false;
  const difference = order(wanted, release);
  return difference > 0 || (difference === 0 && prereleaseOrder(wanted, release) >= 0);
};

/** The first part that is not zero may not change; the ones after it may only grow. */
const caret: Test = (wanted, release) => {
  const leading = wanted.parts.findIndex((part) => part !== 0);
  if (order(wanted, release, leading === -1 ? wanted.parts.length : leading + 1) !== 0) return false;
  const difference = order(wanted, release);
  return difference > 0 || (difference === 0 && (!isComplete(wanted) || prereleaseOrder(wanted, release) >= 0));
};

const HOLDS: Record<Operator, Test> = {
  "=": equals,
  ">": greater,
  ">=": (wanted, release) => equals(wanted, release) || greater(wanted, release),
  "<": less,
  "<=": (wanted, release) => equals(wanted, release) || less(wanted, release),
  "~": tilde,
  "^": caret,
};

// The crate takes spaces and no other white space.
const withoutSpaces = (text: string) => text.replaceAll(/^ +| +$/g, "");

function comparator(part: string, text: string): Comparator {
  const groups = COMPARATOR.exec(part)?.groups;
  if (groups === undefined) {
    throw new RangeError(
      `'${text}' is not a version requirement; write it as Cargo does, for example ^1.2 or >=1.2, <2`,
    );
  }
  const { operator, major = "", minor, patch, pre = "" } = groups;
  if (minor === undefined && patch !== undefined) {
    throw new RangeError(`'${text}' names a patch after a wildcard; write ${major}.*`);
  }
  const named = [major, minor, patch].filter((piece) => piece !== undefined);
  // Read as a version, so that leading zeros and oversized numbers are refused by the same rule.
  const full = `${[...named, "0", "0"].slice(0, 3).join(".")}${pre === "" ? "" : `-${pre}`}`;
  if (parseVersion(full) === null) {
    throw new RangeError(`'${text}' holds a number or prerelease that semantic versions do not allow`);
  }
  const hasWildcard = /\.[*xX]$/.test(part);
  return {
    operator: (operator as Operator | undefined) ?? (hasWildcard ? "=" : "^"),
    parts: named.map(Number),
    prerelease: pre,
  };
}
