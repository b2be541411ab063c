import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import { isPrerelease, isVersion, parseVersion, precedenceKey } from "../../src/lib/versions.ts";

const number = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }));
const word = fc.stringMatching(/^[0-9A-Za-z-]{0,6}[A-Za-z-][0-9A-Za-z-]{0,6}$/);
const identifier = fc.oneof(number.map(String), word, fc.constantFrom("alpha", "beta", "rc", "a", "a-", "a-b", "-"));
const core = fc.tuple(number, number, number).map((parts) => parts.join("."));
const prerelease = fc.array(identifier, { maxLength: 3 }).map((parts) => (parts.length ? `-${parts.join(".")}` : ""));
const build = fc.array(fc.stringMatching(/^[0-9A-Za-z-]{1,4}$/), { maxLength: 2 });
const version = fc
  .tuple(core, prerelease, build)
  .map(([numbers, pre, meta]) => `${numbers}${pre}${meta.length ? `+${meta.join(".")}` : ""}`)
  .filter((text) => text.length <= 100);

/** Versions that differ little, so that every rule of precedence decides now and then. */
const similar = fc
  .tuple(fc.constantFrom("1.0.0", "1.0.1", "1.10.0", "1.9.0", "10.0.0"), prerelease)
  .map((parts) => parts.join(""));

const order = (a: string, b: string) => Number(a > b) - Number(a < b);

describe("precedenceKey", () => {
  test("orders any two versions as semver does", () => {
    const pair = fc.oneof(fc.tuple(version, version), fc.tuple(similar, similar));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(order(precedenceKey(a), precedenceKey(b)), `${a} and ${b}`).toBe(semver.compare(a, b));
      }),
      { numRuns: 5_000 },
    );
  });

  test("orders semver's own example", () => {
    const sorted =
      "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0".split(" ");
    expect(sorted.toReversed().toSorted((a, b) => order(precedenceKey(a), precedenceKey(b)))).toEqual(sorted);
  });

  test("is one for versions that differ only in build metadata", () => {
    expect(precedenceKey("1.0.0-rc.1+build.5")).toBe(precedenceKey("1.0.0-rc.1+other"));
  });

  test("compares numbers of 20 digits, where floating point fails", () => {
    const [smaller, greater] = ["1.0.0-18446744073709551614", "1.0.0-18446744073709551615"];
    expect(precedenceKey(smaller) < precedenceKey(greater)).toBe(true);
    expect(precedenceKey(greater) < precedenceKey("1.0.0-a")).toBe(true);
  });

  test("is plain ASCII, whose bytes sort as its characters do", () => {
    fc.assert(fc.property(version, (text) => /^[!-~]+$/.test(precedenceKey(text))));
  });

  test("is what its documentation says", () => {
    expect(precedenceKey("1.10.0")).toBe("0110210010~");
    expect(precedenceKey("1.10.0-rc.1")).toBe("0110210010-1rc!0011");
  });

  test("refuses what is not a version", () => {
    expect(() => precedenceKey("1.0")).toThrow(RangeError);
  });
});

describe("a version", () => {
  test("keeps every part as it was written", () => {
    fc.assert(fc.property(version, (text) => parseVersion(text)?.raw === text));
  });

  test.for(["0.0.0", "1.0.0-0", "1.0.0--", "1.0.0-a.b-c", "1.0.0+001", "9007199254740991.0.0"])("may be %s", (text) =>
    expect(isVersion(text)).toBe(true),
  );

  test.for([
    "",
    "1",
    "1.0",
    "v1.0.0",
    "=1.0.0",
    " 1.0.0",
    "1.0.0 ",
    "1.0.0\n",
    "01.0.0",
    "1.0.0-01",
    "1.0.0-",
    "1.0.0-a..b",
    "1.0.0+",
    "1.0.0+a+b",
    "1.0.0.0",
    "1.0.-1",
    "1.0.0-ä",
    "9007199254740992.0.0",
    `1.0.0-${"a".repeat(95)}`,
  ])("may not be %j", (text) => expect(isVersion(text)).toBe(false));

  test.for([
    ["1.0.0", false],
    ["1.0.0+rc.1", false],
    ["1.0.0-rc.1", true],
  ] as const)("%s: is a prerelease: %s", ([text, expected]) => expect(isPrerelease(text)).toBe(expected));
});
