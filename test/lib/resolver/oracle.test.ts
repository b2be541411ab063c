import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, type Fact, resolve, type ResolveInput } from "../../../src/lib/resolver/index.ts";
import { bruteForce, versionsOf } from "./support.ts";

const NAMES = ["a", "b", "c", "d", "e", "f"];
const VERSIONS = ["3.0.0", "2.1.0", "2.0.0", "1.1.0", "1.0.0"];
const requirement = fc.constantFrom(
  "*",
  "*",
  "^1",
  "^2",
  "~1.0",
  "~2.1",
  "=1.1.0",
  ">=1.1, <3",
  "<2",
  ">=1.1",
  ">=2",
  "<3",
);

const someNames = fc.dictionary(fc.constantFrom(...NAMES), requirement, { maxKeys: 2, noNullPrototype: true });

const versions = fc.subarray(VERSIONS, { minLength: 2 }).chain((chosen) =>
  fc.tuple(
    ...chosen.map((version) =>
      fc.record<Candidate>({
        version: fc.constant(version),
        yanked: fc.nat({ max: 9 }).map((dice) => dice === 0),
        min_mockforge_version: fc.constant(null),
        dependencies: someNames,
      }),
    ),
  ),
);

const input: fc.Arbitrary<ResolveInput> = fc.record({
  roots: fc.dictionary(fc.constantFrom(...NAMES), requirement, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  candidates: fc
    .tuple(...NAMES.map(() => versions))
    .map((each) => new Map(NAMES.map((name, index) => [name, each[index]!]))),
});

const withLock = input.chain((given) =>
  fc
    .dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VERSIONS), { maxKeys: 4, noNullPrototype: true })
    .map((lock): ResolveInput => ({ ...given, lock })),
);

const RUNS = { numRuns: 3_000 };

test("finds a solution exactly when there is one, and the one that trying everything in the documented order meets first", () => {
  const seen = { resolved: 0, conflict: 0 };
  fc.assert(
    fc.property(withLock, (given) => {
      const resolution = resolve(given);
      expect(resolution.kind).not.toBe("gave_up");
      const found = resolution.kind === "resolved" ? versionsOf(resolution) : undefined;
      expect(found).toEqual(bruteForce(given));
      seen[found ? "resolved" : "conflict"] += 1;
    }),
    RUNS,
  );
  // Both happen often enough to mean something.
  expect(Math.min(seen.resolved, seen.conflict)).toBeGreaterThan(RUNS.numRuns / 10);
});

test("everything chosen is needed, and every requirement is met", () => {
  fc.assert(
    fc.property(input, (given) => {
      const resolution = resolve(given);
      if (resolution.kind !== "resolved") return;
      const needed = new Set(Object.keys(given.roots));
      for (const name of needed) {
        const { dependencies } = resolution.versions.get(name)!;
        for (const target of Object.keys(dependencies)) needed.add(target);
      }
      expect([...resolution.versions.keys()]).toEqual([...needed].toSorted());
      expect(resolution.installOrder.toSorted()).toEqual([...needed].toSorted());
    }),
    RUNS,
  );
});

test("the order of the input changes nothing", () => {
  const shuffled = input.chain((given) =>
    fc.record({
      given: fc.constant(given),
      other: fc.record({
        roots: shuffledRecord(given.roots),
        candidates: fc
          .tuple(
            ...[...given.candidates].map(([name, list]) => shuffledArray(list).map((items) => [name, items] as const)),
          )
          .chain(shuffledArray)
          .map((entries) => new Map(entries)),
      }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ given, other }) => {
      expect(resolve(other)).toEqual(resolve(given));
    }),
    { numRuns: 1_000 },
  );
});

test("what a conflict names contradicts itself, and without any one part of it no longer does", () => {
  fc.assert(
    fc.property(input, (given) => {
      const resolution = resolve(given);
      if (resolution.kind !== "conflict") return;
      const { facts } = resolution;
      expect(bruteForce(restricted(given, facts))).toBeUndefined();
      for (const fact of facts) {
        expect(
          bruteForce(
            restricted(
              given,
              facts.filter((each) => each !== fact),
            ),
          ),
        ).toBeDefined();
      }
    }),
    { numRuns: 1_500 },
  );
});

/** The same registry, if nothing but `facts` were asked for. */
function restricted(given: ResolveInput, facts: readonly Fact[]): ResolveInput {
  const has = (wanted: Fact) => facts.some((fact) => JSON.stringify(fact) === JSON.stringify(wanted));
  const kept = (entries: Record<string, string>, factOf: (name: string, requirement: string) => Fact) =>
    Object.fromEntries(Object.entries(entries).filter(([name, text]) => has(factOf(name, text))));
  const candidates = [...given.candidates].map(([plugin, list]) => {
    const changed = list.map((candidate) => ({
      ...candidate,
      yanked: candidate.yanked && has({ kind: "yanked", plugin }),
      dependencies: kept(candidate.dependencies, (target, text) => ({
        kind: "dependency",
        plugin,
        target,
        requirement: text,
      })),
    }));
    return [plugin, changed] as const;
  });
  const roots = kept(given.roots, (plugin, text) => ({ kind: "root", plugin, requirement: text }));
  return { roots, candidates: new Map(candidates) };
}

const shuffledArray = <Item>(items: readonly Item[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

const shuffledRecord = (record: Record<string, string>) =>
  shuffledArray(Object.entries(record)).map((entries) => Object.fromEntries(entries));
