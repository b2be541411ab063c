import { describe, expect, test } from "vitest";
import { type Candidate, type Resolution, resolve, type ResolveInput } from "../../../src/lib/resolver/index.ts";

const name = (index: number) => `plugin-${String(index).padStart(3, "0")}`;

const version = (number: string, dependencies: Record<string, string> = {}): Candidate => ({
  version: number,
  yanked: false,
  min_mockforge_version: null,
  dependencies,
});

const upTo = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));

/** CPU of the fastest of a few runs, in ms: what else the machine does is not the resolver's. */
function cpuMs(run: () => unknown): number {
  const times = upTo(7, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

describe("200 plugins resolve in under 50 ms of CPU", () => {
  const COUNT = 200;

  test("deep: each needs the next, 20 versions each", () => {
    const candidates = upTo(COUNT, (index) => {
      const next = (major: number) => (index + 1 < COUNT ? { [name(index + 1)]: `^${major}` } : {});
      return [name(index), upTo(20, (minor) => version(`${minor + 1}.0.0`, next(minor + 1)))] as const;
    });
    expectFast({ roots: { [name(0)]: "*" }, candidates: new Map(candidates) });
  });

  test("wide: all are needed by 30 versions of one", () => {
    const all = (minor: number) => Object.fromEntries(upTo(COUNT - 1, (index) => [name(index + 1), `^1.${minor}`]));
    const candidates = upTo(COUNT, (index) => {
      return [name(index), upTo(30, (minor) => version(`1.${minor}.0`, index === 0 ? all(minor) : {}))] as const;
    });
    expectFast({ roots: { [name(0)]: "*" }, candidates: new Map(candidates) });
  });

  test("deep and wide: eight dependencies each, near and far, 20 versions", () => {
    const candidates = upTo(COUNT, (index) => {
      const targets = upTo(8, (step) => index + 1 + step * step).filter((target) => target < COUNT);
      const needs = (minor: number) => Object.fromEntries(targets.map((target) => [name(target), `^1.${minor >> 1}`]));
      return [name(index), upTo(20, (minor) => version(`1.${minor}.0`, needs(minor)))] as const;
    });
    expectFast({ roots: { [name(0)]: "^1" }, candidates: new Map(candidates) });
  });

  test("deep, where the last one allows only the lowest of all", () => {
    const candidates = upTo(COUNT, (index) => {
      const next = (major: number) => (index + 1 < COUNT ? { [name(index + 1)]: `^${major}` } : {});
      const count = index + 1 < COUNT ? 8 : 1;
      return [name(index), upTo(count, (minor) => version(`${minor + 1}.0.0`, next(minor + 1)))] as const;
    });
    expectFast({ roots: { [name(0)]: "*" }, candidates: new Map(candidates) });
  });

  function expectFast(input: ResolveInput) {
    const resolution = resolve(input);
    expect(resolution).toMatchObject({ kind: "resolved", installOrder: { length: COUNT } });
    expect(cpuMs(() => resolve(input))).toBeLessThan(50);
  }
});

describe("a hostile graph", () => {
  /** One more pigeon than holes: no way out, and no short proof of that either. */
  function pigeons(holes: number): ResolveInput {
    const pigeon = (index: number) => `pigeon-${index}`;
    const hole = (index: number) => `hole-${index}`;
    const candidates = new Map<string, Candidate[]>();
    for (const index of upTo(holes + 1, (each) => each)) {
      candidates.set(
        pigeon(index),
        upTo(holes, (at) => version(`${at + 1}.0.0`, { [hole(at)]: `=${index + 1}.0.0` })),
      );
    }
    for (const index of upTo(holes, (each) => each)) {
      candidates.set(
        hole(index),
        upTo(holes + 1, (owner) => version(`${owner + 1}.0.0`)),
      );
    }
    return { roots: Object.fromEntries(upTo(holes + 1, (index) => [pigeon(index), "*"])), candidates };
  }

  test("that is small is decided", () => {
    expect(resolve(pigeons(4)).kind).toBe("conflict");
  });

  test("that is large is given up, soon", () => {
    const input = pigeons(30);
    expect(resolve(input)).toEqual({ kind: "gave_up" });
    expect(cpuMs(() => resolve(input))).toBeLessThan(1_000);
  });

  test("is explained within bounds too, though less briefly", () => {
    const factsOf = (resolution: Resolution) => (resolution.kind === "conflict" ? resolution.facts.length : 0);
    const [brief, hurried] = [resolve(pigeons(3)), resolve(pigeons(3), { maxExplaining: 0 })].map(factsOf);
    expect(brief).toBeGreaterThan(0);
    expect(hurried).toBeGreaterThanOrEqual(brief!);
  });

  test("in which everything conflicts does not take longer to explain than to find", () => {
    const depth = 150;
    const candidates = upTo(depth, (index) => {
      const next = (major: number) => (index + 1 < depth ? { [name(index + 1)]: `^${major}` } : {});
      const count = index + 1 < depth ? 20 : 1;
      return [name(index), upTo(count, (minor) => version(`${minor + 1}.0.0`, next(minor + 1)))] as const;
    });
    const input = { roots: { [name(0)]: ">=2" }, candidates: new Map(candidates) };
    expect(resolve(input).kind).toBe("conflict");
    expect(cpuMs(() => resolve(input))).toBeLessThan(1_500);
  });
});
