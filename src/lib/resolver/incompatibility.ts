import { and, type Bits, isSubset, or } from "./bits.ts";
import type { Variable } from "./variable.ts";
import type { Fact } from "./types.ts";

/**
 * A set of choices that cannot all be made: at least one of `terms` does not hold. Either a fact says so, or it follows
 * from two others. The notion, and the rule that joins two, are PubGrub's
 * (https://github.com/dart-lang/pub/blob/master/doc/solver.md).
 */
export interface Incompatibility {
  terms: ReadonlyMap<Variable, Bits>;
  because: Fact | readonly [Incompatibility, Incompatibility];
  /** How much looking at it costs, in words of memory. */
  cost: number;
}

/** Terms that always hold are left out; without any left, there is no solution. */
export function incompatibility(
  terms: Iterable<readonly [Variable, Bits]>,
  because: Incompatibility["because"],
): Incompatibility {
  const kept = [...terms].filter(([variable, bits]) => !isSubset(variable.all, bits));
  const cost = kept.reduce((sum, [, bits]) => sum + 4 + bits.length, 0);
  return { terms: new Map(kept), because, cost };
}

/** What follows from both, whatever `variable` is: either it is in the one's set, or the other's, or in neither. */
export function resolve(one: Incompatibility, other: Incompatibility, variable: Variable): Incompatibility {
  const terms = new Map(one.terms);
  for (const [each, bits] of other.terms) {
    const known = terms.get(each);
    if (known === undefined) terms.set(each, bits);
    else terms.set(each, each === variable ? or(known, bits) : and(known, bits));
  }
  return incompatibility(terms, [one, other]);
}

/** The facts that an incompatibility rests on. */
export function factsOf(incompatible: Incompatibility): Set<Fact> {
  const facts = new Set<Fact>();
  const seen = new Set<Incompatibility>();
  const left = [incompatible];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if ("kind" in next.because) facts.add(next.because);
    else left.push(...next.because);
  }
  return facts;
}
