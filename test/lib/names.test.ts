import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalName, CATEGORIES, isPluginName, isTag, isUsername } from "../../src/lib/names.ts";

describe("a plugin name", () => {
  test.for(["a", "7", "auth-jwt", "x-1-y", "a".repeat(50)])("may be %s", (name) => {
    expect(isPluginName(name)).toBe(true);
  });

  test.for([
    "",
    "-a",
    "a-",
    "a--b",
    "Auth",
    "a_b",
    "a.b",
    "a b",
    " a",
    "a\n",
    "ä",
    "а", // Cyrillic
    "a\0",
    "../etc",
    "a".repeat(51),
  ])("may not be %j", (name) => {
    expect(isPluginName(name)).toBe(false);
  });
});

describe("a tag", () => {
  test.for(["jwt", "json-web-token", "3d", "a".repeat(20)])("may be %s", (tag) => expect(isTag(tag)).toBe(true));
  test.for(["", "JWT", "c++", "a--b", "a-", "a".repeat(21)])("may not be %j", (tag) => expect(isTag(tag)).toBe(false));
});

describe("a username", () => {
  test.for(["abc", "Test_User-1", "0xf", "a".repeat(39)])("may be %s", (name) => expect(isUsername(name)).toBe(true));
  test.for(["ab", "-abc", "_abc", "a b c", "abc\n", "äbc", "a".repeat(40)])("may not be %j", (name) =>
    expect(isUsername(name)).toBe(false),
  );
});

test("there are eight categories", () => {
  expect(new Set(CATEGORIES).size).toBe(8);
});

describe("the canonical form", () => {
  test.for([
    ["auth-jwt", "authjwt"],
    ["auth-jwt", "a-u-t-h-j-w-t"],
    ["google", "g00gle"],
    ["files", "f1les"],
    ["files", "flles"],
  ] as const)("is the same for %s and %s", ([one, other]) => {
    expect(canonicalName(one)).toBe(canonicalName(other));
  });

  test("differs for names that nobody confuses", () => {
    expect(canonicalName("auth-jwt")).not.toBe(canonicalName("auth-jwk"));
  });

  const name = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,4}$/);

  test("is its own canonical form, without hyphens and look-alikes", () => {
    fc.assert(
      fc.property(name, (text) => {
        const canonical = canonicalName(text);
        expect(canonicalName(canonical)).toBe(canonical);
        expect(canonical).toMatch(/^[a-hj-z2-9]+$/);
      }),
    );
  });

  test("does not depend on where the hyphens are", () => {
    fc.assert(fc.property(name, (text) => canonicalName(text) === canonicalName([...text].join("-"))));
  });
});
