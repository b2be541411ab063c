import fc from "fast-check";
import { expect, test } from "vitest";
import { compareReleases, releaseOf } from "../../src/lib/release.ts";
import { precedenceKey, VERSION_MAX_LENGTH } from "../../src/lib/versions.ts";

const number = fc.oneof(fc.nat({ max: 12 }), fc.maxSafeNat());
const identifier = fc.oneof(
  fc.nat({ max: 120 }).map(String),
  fc.stringMatching(/^[1-9][0-9]{14,24}$/),
  fc.stringMatching(/^[0-9]{0,2}[a-zA-Z-][0-9a-zA-Z-]{0,3}$/),
);
const version = fc
  .tuple(number, number, number, fc.array(identifier, { maxLength: 3 }), fc.constantFrom("", "+build.1"))
  .map(
    ([major, minor, patch, pre, build]) =>
      `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join(".")}` : ""}${build}`,
  )
  .filter((text) => text.length <= VERSION_MAX_LENGTH);

test("versions are ordered as the database orders them, and as semver.org says", () => {
  fc.assert(
    fc.property(version, version, (a, b) => {
      const [left, right] = [precedenceKey(a), precedenceKey(b)];
      expect(Math.sign(compareReleases(releaseOf(a), releaseOf(b)))).toBe(left === right ? 0 : left > right ? 1 : -1);
    }),
    { numRuns: 2_000 },
  );
  const ascending = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
  ];
  expect(ascending.toReversed().toSorted((a, b) => compareReleases(releaseOf(a), releaseOf(b)))).toEqual(ascending);
});

test("what is not a version is refused", () => {
  for (const text of [
    "1",
    "1.2",
    "v1.2.3",
    "1.2.3.4",
    "01.2.3",
    "1.2.3-",
    " 1.2.3",
    "1.2.9007199254740992",
    "1".repeat(200),
  ]) {
    expect(() => releaseOf(text)).toThrow(RangeError);
  }
});
