import parse from "semver/functions/parse.js";
import type SemVer from "semver/classes/semver.js";

export const VERSION_MAX_LENGTH = 100;

/** The expression that semver.org recommends, without its capture groups. */
export const VERSION_PATTERN =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/**
 * Semver 2.0 to the letter, up to 100 characters and 2^53-1 for major, minor and patch; anything else is null.
 * npm's parser alone would also take `v1.0.0` and surrounding space.
 */
export function parseVersion(text: string): SemVer | null {
  if (text.length > VERSION_MAX_LENGTH || !VERSION_PATTERN.test(text)) return null;
  return parse(text);
}

export const isVersion = (text: string): boolean => parseVersion(text) !== null;

export const isPrerelease = (version: string): boolean => valid(version).prerelease.length > 0;

/**
 * A text whose bytewise order is semver precedence, so that an index with the "C" collation can sort versions.
 *
 * - A number is its length in two digits, then its digits: 9 → `019`, 10 → `0210`.
 * - Major, minor and patch in a row; then `~` ends a release, `-` opens a prerelease, which sorts before it.
 * - A numeric identifier is `0` and the number, any other `1`, its text and `!`, the lowest byte in use: numbers come
 *   first, `a` before `a-b`, and a list that ends before one that goes on.
 *
 * 1.10.0 → `0110210010~`, 1.10.0-rc.1 → `0110210010-1rc!0011`. Build metadata has no precedence and is left out.
 * Throws RangeError for what is not a version.
 */
export function precedenceKey(version: string): string {
  const { major, minor, patch, prerelease } = valid(version);
  const core = [major, minor, patch].map(number).join("");
  return prerelease.length === 0 ? `${core}~` : `${core}-${prerelease.map(identifier).join("")}`;
}

function valid(version: string): SemVer {
  const parsed = parseVersion(version);
  if (parsed === null) throw new RangeError(`'${version}' is not a semantic version`);
  return parsed;
}

const number = (digits: number | string): string => `${String(String(digits).length).padStart(2, "0")}${digits}`;

const identifier = (part: number | string): string => (/^\d+$/.test(String(part)) ? `0${number(part)}` : `1${part}!`);
