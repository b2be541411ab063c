import { describe, expect, test } from "vitest";
import { conflict } from "./support.ts";

describe("two that want different things", () => {
  const text = `
    auth-jwt 2.0.0: template-crypto ^2
    auth-jwt 2.1.0: template-crypto ^2
    oauth-suite 1.4.0: template-crypto ~1.0
    unrelated 1.0.0: template-crypto *
    template-crypto 1.0.3
    template-crypto 2.0.0`;

  test("a requirement stands for its versions, and a single version for itself", () => {
    expect(conflict({ "auth-jwt": "^2", "oauth-suite": "^1", unrelated: "*" }, text)).toBe(
      "auth-jwt ^2 needs template-crypto ^2, but oauth-suite 1.4.0 needs template-crypto ~1.0",
    );
  });

  test("who asked may be whoever asks", () => {
    expect(conflict({ "auth-jwt": "^2", "template-crypto": "^1" }, text)).toBe(
      "auth-jwt ^2 needs template-crypto ^2, but you ask for template-crypto ^1",
    );
  });

  test("a chain is told from its beginning, and a version that is out of reach where it matters", () => {
    const chain = `
      a 1.0.0: b ^1
      a 1.1.0 yanked
      b 1.0.0: c ^2
      c 1.0.0
      c 2.0.0
      d 1.0.0: c ^1
      d 1.0.1: c ^1`;
    expect(conflict({ a: "^1", d: "^1" }, chain)).toBe(
      "a 1.0.0 needs b ^1 (a 1.1.0 is yanked), b 1.0.0 needs c ^2, but d ^1 needs c ^1",
    );
  });

  test("every version that fails in its own way is told", () => {
    const versions = "a 1.0.0: b ^1\na 1.1.0: b ^2\nb 1.0.0\nb 2.0.0\nb 3.0.0";
    expect(conflict({ a: "^1", b: "^3" }, versions)).toBe(
      "a 1.1.0 needs b ^2, a 1.0.0 needs b ^1, but you ask for b ^3",
    );
  });

  test("one plugin may contradict itself by way of another, or alone", () => {
    expect(conflict({ a: "^1" }, "a 1.0.0: b ^1; c *\nb 1.0.0\nb 2.0.0\nc 1.0.0: b ^2")).toBe(
      "a 1.0.0 needs b ^1 and c *, but c 1.0.0 needs b ^2",
    );
    expect(conflict({ a: "^1" }, "a 1.0.0: b *\na 2.0.0\nb 1.0.0: a ^2")).toBe(
      "You ask for a ^1, a 1.0.0 needs b *, but b 1.0.0 needs a ^2",
    );
    expect(conflict({ a: "^1" }, "a 1.0.0: a ^2\na 2.0.0")).toBe("You ask for a ^1, but a 1.0.0 needs a ^2");
  });

  test("requirements that could agree are told with what there is", () => {
    const gap = "a 1.0.0: c >=1.2\nb 1.0.0: c <1.5\nc 1.0.0\nc 1.6.0";
    expect(conflict({ a: "*", b: "*" }, gap)).toBe(
      "a 1.0.0 needs c >=1.2, b 1.0.0 needs c <1.5, but c has only 1.6.0 and 1.0.0",
    );
    expect(conflict({ a: "*", b: "*" }, `${gap}\nc 1.3.0 yanked`)).toBe(
      "a 1.0.0 needs c >=1.2, b 1.0.0 needs c <1.5, but c 1.3.0 is yanked",
    );
  });
});

describe("what cannot be had at all", () => {
  test("no such plugin", () => {
    expect(conflict({ nope: "^2" }, "a 1.0.0")).toBe("There is no plugin 'nope'");
    expect(conflict({ a: "^1" }, "a 1.0.0: nope ^1\na 1.1.0: nope ^1")).toBe(
      "a ^1 needs nope ^1, but there is no plugin 'nope'",
    );
  });

  test("no version that matches, with what exists", () => {
    expect(conflict({ a: "^3" }, "a 1.0.0\na 2.0.0-rc.1")).toBe(
      "No version of a matches ^3; there are 2.0.0-rc.1 and 1.0.0",
    );
    expect(conflict({ a: "^3" }, "a 1.0.0")).toBe("No version of a matches ^3; there is 1.0.0");
    const many = Array.from({ length: 12 }, (_, minor) => `a 1.${minor}.0`).join("\n");
    expect(conflict({ a: "^3" }, many)).toBe(
      "No version of a matches ^3; there are 1.11.0, 1.10.0, 1.9.0, 1.8.0 and 8 more",
    );
    expect(conflict({ a: "*" }, "a 1.0.0: b ^9\nb 1.0.0")).toBe("a 1.0.0 needs b ^9, but b has only 1.0.0");
  });

  test("all that match are yanked", () => {
    expect(conflict({ a: "^1" }, "a 1.0.0 yanked\na 1.1.0 yanked\na 2.0.0")).toBe(
      "You ask for a ^1, but a 1.1.0 and 1.0.0 are yanked",
    );
    expect(conflict({ a: "*" }, "a 1.0.0: b ^1\nb 1.0.0 yanked\nb 2.0.0")).toBe(
      "a 1.0.0 needs b ^1, but b 1.0.0 is yanked",
    );
  });

  test("a newer MockForge is needed, and which one would do", () => {
    const old = { mockforgeVersion: "0.8.0" };
    expect(conflict({ a: "*" }, "a 1.0.0 mockforge 0.9.0\na 1.1.0 mockforge 0.10.0", old)).toBe(
      "You ask for a *, but a 1.1.0 and 1.0.0 need MockForge 0.9.0 or newer",
    );
    expect(conflict({ a: "*" }, "a 1.0.0: b ^1\nb 1.0.0 mockforge 0.9.0\nb 1.1.0 yanked", old)).toBe(
      "a 1.0.0 needs b ^1, but b 1.1.0 is yanked and b 1.0.0 needs MockForge 0.9.0 or newer",
    );
  });
});

test("a story that nobody would read is shortened", () => {
  const links = Array.from({ length: 30 }, (_, index) => `p${index} 1.0.0: p${index + 1} ^1`);
  const sentence = conflict({ p0: "*" }, [...links, "p30 2.0.0"].join("\n"));
  expect(sentence).toContain("and so on (18 more)");
  expect(sentence).toMatch(/^p0 1\.0\.0 needs p1 \^1, .* p29 1\.0\.0 needs p30 \^1, but p30 has only 2\.0\.0$/);
});
