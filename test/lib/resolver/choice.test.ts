import { describe, expect, test } from "vitest";
import { resolve } from "../../../src/lib/resolver/index.ts";
import { registry } from "../../support/registry.ts";
import { chosen, conflict } from "./support.ts";

const CRYPTO = `
  crypto 1.0.0
  crypto 1.1.0
  crypto 1.2.0 yanked
  crypto 2.0.0-rc.1
  crypto 2.0.0 mockforge 0.9.0`;

describe("which version", () => {
  test("the highest that is stable, not yanked and satisfies what is asked for", () => {
    expect(chosen({ crypto: "*" }, CRYPTO)).toEqual({ crypto: "2.0.0" });
    expect(chosen({ crypto: "^1" }, CRYPTO)).toEqual({ crypto: "1.1.0" });
    expect(chosen({ crypto: "=1.0.0" }, CRYPTO)).toEqual({ crypto: "1.0.0" });
  });

  test("a prerelease only for a requirement that names a prerelease of that very version", () => {
    expect(chosen({ crypto: ">=2.0.0-rc.1" }, CRYPTO, { mockforgeVersion: "0.8.0" })).toEqual({ crypto: "2.0.0-rc.1" });
    expect(chosen({ crypto: ">=1.1.0-rc.1" }, CRYPTO, { mockforgeVersion: "0.8.0" })).toEqual({ crypto: "1.1.0" });
    expect(conflict({ crypto: "^2" }, "crypto 2.1.0-rc.1")).toMatch(/^No version of crypto matches \^2/);
  });

  test("what the lock holds, though there is a higher one, and even when it is yanked", () => {
    expect(chosen({ crypto: "*" }, CRYPTO, { lock: { crypto: "1.0.0" } })).toEqual({ crypto: "1.0.0" });
    expect(chosen({ crypto: "^1" }, CRYPTO, { lock: { crypto: "1.2.0" } })).toEqual({ crypto: "1.2.0" });
  });

  test("a lock that no longer fits, or names nothing, binds nobody", () => {
    expect(chosen({ crypto: "^2" }, CRYPTO, { lock: { crypto: "1.0.0" } })).toEqual({ crypto: "2.0.0" });
    expect(chosen({ crypto: "^1" }, CRYPTO, { lock: { crypto: "1.7.0", other: "1.0.0" } })).toEqual({
      crypto: "1.1.0",
    });
    const text = "a 1.0.0: b ^1\na 1.1.0: b ^2\nb 1.0.0\nb 2.0.0";
    expect(chosen({ a: "*", b: "^2" }, text, { lock: { a: "1.0.0" } })).toEqual({ a: "1.1.0", b: "2.0.0" });
  });

  test("none that needs a newer MockForge than there is, locked or not", () => {
    expect(chosen({ crypto: "*" }, CRYPTO, { mockforgeVersion: "0.9.0" })).toEqual({ crypto: "2.0.0" });
    expect(chosen({ crypto: "*" }, CRYPTO, { mockforgeVersion: "0.8.9" })).toEqual({ crypto: "1.1.0" });
    expect(chosen({ crypto: "*" }, CRYPTO, { mockforgeVersion: "0.9.0-rc.1" })).toEqual({ crypto: "1.1.0" });
    expect(chosen({ crypto: "*" }, CRYPTO, { mockforgeVersion: "0.8.0", lock: { crypto: "2.0.0" } })).toEqual({
      crypto: "1.1.0",
    });
  });
});

describe("who comes first", () => {
  test("roots by name, then what they need, breadth first", () => {
    const text = `
      a 1.0.0
      a 2.0.0: shared ^1
      b 1.0.0
      b 2.0.0: shared ^2
      shared 1.0.0
      shared 2.0.0`;
    expect(chosen({ a: "*", b: "*" }, text)).toEqual({ a: "2.0.0", b: "1.0.0", shared: "1.0.0" });
  });

  test("a choice deep down that cannot be is taken back, together with what led there", () => {
    const text = `
      app 1.0.0: left *; right *
      left 2.0.0: shared ^2
      left 1.0.0: shared ^1
      right 2.0.0: middle ^2
      right 1.0.0: middle ^1
      middle 2.0.0: shared ^1
      middle 1.0.0: shared *
      shared 2.0.0
      shared 1.0.0`;
    expect(chosen({ app: "*" }, text)).toMatchObject({
      left: "2.0.0",
      right: "1.0.0",
      middle: "1.0.0",
      shared: "2.0.0",
    });
  });
});

describe("install order", () => {
  const orderOf = (text: string, roots = { a: "*" }) => {
    const resolution = resolve({ roots, candidates: registry(text) });
    return resolution.kind === "resolved" ? resolution.installOrder : resolution;
  };

  test("what is needed comes before what needs it", () => {
    expect(orderOf("a 1.0.0: b *; c *\nb 1.0.0: d *\nc 1.0.0\nd 1.0.0: c *")).toEqual(["c", "d", "b", "a"]);
  });

  test("plugins that need each other come together, by name", () => {
    expect(orderOf("a 1.0.0: c *\nc 1.0.0: b *; z *\nb 1.0.0: c *; y *\ny 1.0.0\nz 1.0.0")).toEqual([
      "y",
      "z",
      "b",
      "c",
      "a",
    ]);
  });

  test("a plugin that needs itself is one of them", () => {
    expect(orderOf("a 1.0.0: a ^1")).toEqual(["a"]);
  });

  test("a name that objects inherit is a name like any other", () => {
    expect(orderOf("a 1.0.0: constructor *\nconstructor 1.0.0")).toEqual(["constructor", "a"]);
    expect(conflict({ a: "*" }, "a 1.0.0: constructor *")).toBe(
      "a 1.0.0 needs constructor *, but there is no plugin 'constructor'",
    );
  });
});
