import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { matches, parseRequirement } from "../../src/lib/requirements.ts";
import { printedSeed } from "../support/seed.ts";

type Parts = [number] | [number, number] | [number, number, number];
/** From the first version on, or after it; up to the second one, or through it. */
interface Range {
  from?: string;
  after?: string;
  below?: string;
  through?: string;
}

const text = ([major, minor = 0, patch = 0]: Parts) => `${major}.${minor}.${patch}`;
/** The first version that differs in its last named part. */
const next = ([major, minor, patch]: Parts) => {
  if (patch !== undefined) return `${major}.${minor}.${patch + 1}`;
  return minor === undefined ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
};
const within = (parts: Parts): Range => ({ from: text(parts), below: next(parts) });

/** Each operator as the documentation of the crate's `Op` defines it, in ranges of complete versions. */
const MEANING: Record<string, (parts: Parts, pre: string) => Range> = {
  "=": (parts, pre) => (parts.length === 3 ? { from: text(parts) + pre, through: text(parts) + pre } : within(parts)),
  ">": (parts, pre) => (parts.length === 3 ? { after: text(parts) + pre } : { from: next(parts) }),
  ">=": (parts, pre) => ({ from: text(parts) + pre }),
  "<": (parts, pre) => ({ below: text(parts) + pre }),
  "<=": (parts, pre) => (parts.length === 3 ? { through: text(parts) + pre } : { below: next(parts) }),
  "~": (parts, pre) => {
    const [major, minor] = parts;
    return { from: text(parts) + pre, below: next(minor === undefined ? [major] : [major, minor]) };
  },
  "^": (parts, pre) => {
    const [major, minor, patch] = parts;
    if (minor === undefined || major > 0) return { from: text(parts) + pre, below: next([major]) };
    if (minor > 0 || patch === undefined) return { from: text(parts) + pre, below: next([0, minor]) };
    return { from: text(parts) + pre, below: next(parts) };
  },
};
const WITHOUT_OPERATOR = { named: "^", wildcard: "=" };

const digit = fc.integer({ min: 0, max: 3 });
const pre = fc.constantFrom("", "", "-0", "-1", "-10", "-a", "-a.1", "-a.b", "-rc", "-rc.1");
const build = fc.constantFrom("", "", "", "+b.01");
const version = fc.tuple(digit, digit, digit, pre, build).map(([a, b, c, d, e]) => `${a}.${b}.${c}${d}${e}`);

const comparator = fc
  .record({
    operator: fc.constantFrom("", "", ...Object.keys(MEANING)),
    parts: fc.oneof(fc.tuple(digit), fc.tuple(digit, digit), fc.tuple(digit, digit, digit)),
    pre,
    build,
    wildcard: fc.constantFrom("", ".*", ".x", ".X"),
    space: fc.constantFrom("", " ", "  "),
  })
  .map((each) => {
    const isComplete = each.parts.length === 3;
    const prerelease = isComplete ? each.pre : "";
    const ending = isComplete ? prerelease + each.build : each.wildcard;
    const implied = !isComplete && each.wildcard ? WITHOUT_OPERATOR.wildcard : WITHOUT_OPERATOR.named;
    const operator = each.operator || implied;
    return {
      written: each.operator + each.space + each.parts.join(".") + ending,
      operator,
      named: each.parts,
      range: MEANING[operator]!(each.parts, prerelease),
      opens: prerelease && text(each.parts),
    };
  });

type Drawn = typeof comparator extends fc.Arbitrary<infer Value> ? Value : never;

function isWithin({ from, after, below, through }: Range, each: string): boolean {
  if (from !== undefined && semver.compare(each, from) < 0) return false;
  if (after !== undefined && semver.compare(each, after) <= 0) return false;
  if (below !== undefined && semver.compare(each, below) >= 0) return false;
  return through === undefined || semver.compare(each, through) <= 0;
}

/**
 * The documentation's ranges are about releases. A prerelease is where its release is, except within what a comparator
 * names: there precedence decides between complete versions, and of the incomplete ones only a caret holds
 * (https://github.com/dtolnay/semver, src/eval.rs).
 */
function holds({ operator, named, range }: Drawn, each: string): boolean {
  const { major, minor, patch, prerelease } = semver.parse(each)!;
  const parts = [major, minor, patch];
  const isNamed = named.every((part, index) => part === parts[index]);
  if (prerelease.length === 0 || (isNamed && named.length === 3)) return isWithin(range, each);
  if (isNamed) return operator === "^";
  return isWithin(range, parts.join("."));
}

test("a requirement means the ranges that the crate's documentation gives for its operators", () => {
  const property = fc.property(fc.array(comparator, { minLength: 1, maxLength: 3 }), version, (all, each) => {
    const requirement = all.map(({ written }) => written).join(" , ");
    const { major, minor, patch, prerelease } = semver.parse(each)!;
    const isOpened = prerelease.length === 0 || all.some(({ opens }) => opens === `${major}.${minor}.${patch}`);
    const expected = isOpened && all.every((one) => holds(one, each));
    expect(matches(parseRequirement(requirement), each), `${requirement} of ${each}`).toBe(expected);
  });
  fc.assert(property, { numRuns: 20_000, seed: printedSeed("requirements") });
});
