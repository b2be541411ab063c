import { parseVersion, precedenceKey } from "./versions.ts";

/** Cargo's requirement grammar and matching (crate `semver`), by design not npm's: https://docs.rs/semver/1/semver/struct.VersionReq.html */
export const REQUIREMENT_MAX_LENGTH = 100;
const MAX_COMPARATORS = 32;

type Operator = "=" | ">" | ">=" | "<" | "<=" | "~" | "^";
/** Major, then minor and patch as far as the text names them. */
type Comparator = { operator: Operator; parts: number[]; prerelease: string };
/** All comparators must hold; none of them is `*`. */
export type Requirement = { text: string; comparators: Comparator[] };

const COMPARATOR =
  /^(?<operator>[<>]=?|[=~^])? *(?<major>\d+)(?:\.(?<minor>\d+|[*xX])(?:\.(?<patch>\d+|[*xX])(?:-(?<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?)?)?$/;

/** Throws RangeError with a sentence for the publisher. */
export function parseRequirement(text: string): Requirement {
  if (text.length > REQUIREMENT_MAX_LENGTH)
    throw new RangeError(`a requirement has at most ${REQUIREMENT_MAX_LENGTH} characters`);
  const trimmed = trimSpaces(text);
  if (trimmed === "") throw new RangeError("a requirement cannot be empty; write * for any version");
  if (trimmed.includes("||")) throw new RangeError(`'${text}' uses ||, which is not supported; give one range`);
  if (/^[*xX]$/.test(trimmed)) return { text: trimmed, comparators: [] };
  const parts = trimmed.split(",");
  if (parts.length > MAX_COMPARATORS) throw new RangeError(`a requirement has at most ${MAX_COMPARATORS} parts`);
  return { text: trimmed, comparators: parts.map((part) => comparator(trimSpaces(part), text)) };
}

/** Spaces alone, as Cargo does: a requirement with a line break in it would fail at every client. */
const trimSpaces = (text: string): string => text.replaceAll(/^ +| +$/g, "");

export function isRequirement(text: string): boolean {
  try {
    parseRequirement(text);
    return true;
  } catch {
    return false;
  }
}

/** A prerelease matches only when a comparator names a prerelease of the same major.minor.patch. Throws RangeError for a non-version. */
export function matches(requirement: Requirement, version: string): boolean {
  const parsed = parseVersion(version);
  if (parsed === null) throw new RangeError(`'${version}' is not a semantic version`);
  const candidate = { parts: [parsed.major, parsed.minor, parsed.patch], prerelease: parsed.prerelease.join(".") };
  if (!requirement.comparators.every((each) => HOLDS[each.operator](each, candidate))) return false;
  if (candidate.prerelease === "") return true;
  return requirement.comparators.some((each) => each.prerelease !== "" && order(each, candidate) === 0);
}

type Candidate = { parts: number[]; prerelease: string };
type Test = (wanted: Comparator, candidate: Candidate) => boolean;

/** Compares only the parts that the comparator names: positive when the candidate is greater. */
function order(wanted: Comparator, candidate: Candidate, count = wanted.parts.length): number {
  for (const [index, part] of wanted.parts.slice(0, count).entries()) {
    const difference = (candidate.parts[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

const isComplete = (wanted: Comparator) => wanted.parts.length === 3;

const prereleaseKey = (prerelease: string) => precedenceKey(prerelease === "" ? "0.0.0" : `0.0.0-${prerelease}`);

function prereleaseOrder(wanted: Comparator, candidate: Candidate): number {
  const [left, right] = [prereleaseKey(candidate.prerelease), prereleaseKey(wanted.prerelease)];
  return left === right ? 0 : left > right ? 1 : -1;
}

const equals: Test = (wanted, candidate) =>
  order(wanted, candidate) === 0 && candidate.prerelease === wanted.prerelease;

const beyond =
  (sign: 1 | -1): Test =>
  (wanted, candidate) => {
    const difference = order(wanted, candidate) * sign;
    return difference > 0 || (difference === 0 && isComplete(wanted) && prereleaseOrder(wanted, candidate) * sign > 0);
  };

const greater = beyond(1);
const less = beyond(-1);

const tilde: Test = (wanted, candidate) => {
  if (order(wanted, candidate, 2) !== 0) return false;
  const difference = order(wanted, candidate);
  return difference > 0 || (difference === 0 && prereleaseOrder(wanted, candidate) >= 0);
};

/** The first part that is not zero may not change; the ones after it may only grow. */
const caret: Test = (wanted, candidate) => {
  const leading = wanted.parts.findIndex((part) => part !== 0);
  if (order(wanted, candidate, leading === -1 ? wanted.parts.length : leading + 1) !== 0) return false;
  const difference = order(wanted, candidate);
  return difference > 0 || (difference === 0 && (!isComplete(wanted) || prereleaseOrder(wanted, candidate) >= 0));
};

const HOLDS: Record<Operator, Test> = {
  "=": equals,
  ">": greater,
  ">=": (wanted, candidate) => equals(wanted, candidate) || greater(wanted, candidate),
  "<": less,
  "<=": (wanted, candidate) => equals(wanted, candidate) || less(wanted, candidate),
  "~": tilde,
  "^": caret,
};

function comparator(part: string, text: string): Comparator {
  const groups = COMPARATOR.exec(part)?.groups;
  if (groups === undefined) {
    throw new RangeError(
      `'${text}' is not a version requirement; write it as Cargo does, for example ^1.2 or >=1.2, <2`,
    );
  }
  const { operator, major = "", minor = "*", patch = "*", pre = "" } = groups;
  const isWild = (piece: string) => /[*xX]/.test(piece);
  if (isWild(minor) && !isWild(patch))
    throw new RangeError(`'${text}' names a patch after a wildcard; write ${major}.*`);
  const named = [major, minor, patch].filter((piece) => !isWild(piece));
  // Read as a version, so that leading zeros and oversized numbers are refused by the same rule.
  const full = `${[...named, "0", "0"].slice(0, 3).join(".")}${pre === "" ? "" : `-${pre}`}`;
  if (parseVersion(full) === null)
    throw new RangeError(`'${text}' holds a number or prerelease that semantic versions do not allow`);
  const hasWildcard = /[*xX](?:\.[*xX])?$/.test(part) && named.length < 3;
  return {
    operator: (operator as Operator | undefined) ?? (hasWildcard ? "=" : "^"),
    parts: named.map(Number),
    prerelease: pre,
  };
}
