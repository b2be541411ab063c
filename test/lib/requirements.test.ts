import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import { isRequirement, matches, parseRequirement } from "../../src/lib/requirements.ts";

const satisfies = (requirement: string, version: string) => matches(parseRequirement(requirement), version);

/** Requirement, versions that match, versions that do not: Cargo's documentation and its corner cases. */
const TABLE: [requirement: string, matching: string, others: string][] = [
  ["1.2.3", "1.2.3 1.2.4 1.9.0", "1.2.2 2.0.0 0.9.0 1.3.0-rc.1 2.0.0-rc.1"],
  ["^1.2.3", "1.2.3 1.9.0 1.2.3+build", "1.2.2 2.0.0"],
  ["1.2", "1.2.0 1.9.9", "1.1.9 2.0.0"],
  ["1", "1.0.0 1.9.9", "0.9.9 2.0.0"],
  ["0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 1.0.0"],
  ["0.2", "0.2.0 0.2.9", "0.1.9 0.3.0"],
  ["0.0.3", "0.0.3", "0.0.2 0.0.4 0.1.0"],
  ["0.0", "0.0.0 0.0.9", "0.1.0"],
  ["0", "0.0.0 0.9.9", "1.0.0"],
  ["0.0.0", "0.0.0", "0.0.1"],
  ["~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0"],
  ["~1.2", "1.2.0 1.2.9", "1.3.0 1.1.9"],
  ["~1", "1.0.0 1.9.0", "2.0.0"],
  ["=1.2.3", "1.2.3 1.2.3+b", "1.2.4 1.2.3-rc.1"],
  ["=1.2", "1.2.0 1.2.9", "1.3.0"],
  [">1.2", "1.3.0 2.0.0", "1.2.0 1.2.9"],
  [">1.2.3", "1.2.4 2.0.0", "1.2.3"],
  [">=1.2", "1.2.0 1.3.0", "1.1.9"],
  ["<1.2", "1.1.9 0.0.1", "1.2.0 1.2.9"],
  ["<=1.2", "1.2.0 1.2.9 1.0.0", "1.3.0"],
  ["*", "0.0.0 9.9.9", "1.0.0-rc.1"],
  ["1.*", "1.0.0 1.9.9", "0.9.9 2.0.0"],
  ["1.2.*", "1.2.0 1.2.9", "1.3.0"],
  ["1.*.*", "1.0.0 1.9.9", "2.0.0"],
  ["1.x", "1.5.0", "2.0.0"],
  [">=1.2, <2", "1.2.0 1.9.0", "1.1.0 2.0.0"],
  [" >= 1.2.3 ,<1.5 ", "1.2.3 1.4.9", "1.5.0"],
  [">=1, <1", "", "0.9.0 1.0.0"],
  ["1.2.3-rc.1", "1.2.3-rc.1 1.2.3-rc.2 1.2.3 1.3.0", "1.2.3-beta 1.3.0-rc.1"],
  ["=1.2.3-rc.1", "1.2.3-rc.1 1.2.3-rc.1+b", "1.2.3 1.2.3-rc.2"],
  [">1.2.3-rc.1", "1.2.3-rc.2 1.2.3 1.2.4", "1.2.3-rc.1 1.2.4-rc.1"],
  ["<1.2.3-rc.2", "1.2.3-rc.1 1.2.2", "1.2.3-rc.2 1.2.3 1.2.2-rc.1"],
  ["~1.2.3-beta.2", "1.2.3-beta.2 1.2.3-beta.11 1.2.4", "1.2.3-beta.1 1.2.4-beta.2"],
  ["1.2.3+build", "1.2.3 1.2.4+other", "1.2.2"],
];

const words = (text: string) => text.split(" ").filter(Boolean);

describe.for(TABLE)("%s", ([requirement, matching, others]) => {
  test.for(words(matching))("matches %s", (version) => expect(satisfies(requirement, version)).toBe(true));
  test.for(words(others))("does not match %s", (version) => expect(satisfies(requirement, version)).toBe(false));
});

test.for([
  "",
  " ",
  "^1 || ^2",
  "1.2 1.3",
  ">=1.0.0 <2.0.0",
  "1.0.0 - 2.0.0",
  "1.2,",
  ",1.2",
  "1.2,,1.3",
  "*, 1",
  "latest",
  "v1.0.0",
  "==1.0.0",
  "=>1.0.0",
  "^",
  "1.",
  "1.2.3.4",
  "01.2.3",
  "1.02",
  "1.2.3-",
  "1.2.3-01",
  "1.2.3-a..b",
  "1.2-rc.1",
  "*.2",
  "1.*.3",
  "9007199254740992",
  "1.2\n",
  `=1.2.3-${"a".repeat(100)}`,
  Array(40).fill("1").join(","),
])("refuses %j", (text) => {
  expect(isRequirement(text)).toBe(false);
  expect(() => parseRequirement(text)).toThrow(RangeError);
});

test("says how a requirement with || can be written", () => {
  expect(() => parseRequirement("^1 || ^2")).toThrow(/\|\|.*not supported/);
});

test("throws for a version that is none", () => {
  expect(() => satisfies("*", "1.0")).toThrow(RangeError);
});

const number = fc.integer({ min: 0, max: 3 });
const triple = fc.tuple(number, number, number).map((parts) => parts.join("."));
const operator = fc.constantFrom("^", "~", "=", ">", ">=", "<", "<=");
const single = fc.tuple(operator, triple).map((parts) => parts.join(""));

test("agrees with npm where both mean the same: complete releases, joined by AND", () => {
  fc.assert(
    fc.property(fc.array(single, { minLength: 1, maxLength: 3 }), triple, (parts, version) => {
      expect(satisfies(parts.join(", "), version)).toBe(semver.satisfies(version, parts.join(" ")));
    }),
    { numRuns: 3_000 },
  );
});

test("never throws anything but RangeError, whatever the text", () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.*xX^~<>=, |a-c+-]{0,30}$/));
  fc.assert(
    fc.property(text, triple, (requirement, version) => {
      try {
        expect(typeof satisfies(requirement, version)).toBe("boolean");
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 3_000 },
  );
});
