import { explain } from "./explain.ts";
import { installOrder } from "./install-order.ts";
import { minimise } from "./minimise.ts";
import { Problem } from "./problem.ts";
import { search } from "./search.ts";
import type { Candidate, Resolution, ResolveInput } from "./types.ts";
import { versionOf } from "./variable.ts";

/** Some hundred milliseconds; graphs of real plugins need a hundredth of it. */
const MAX_WORK = 20_000_000;
/** For making an explanation minimal. */
const MAX_EXPLAINING = 5_000_000;

/**
 * Chooses one version of each plugin that is asked for or needed, so that every requirement is met; a version is the one
 * in the lock where that fits, else the highest that fits. Where not everybody can have the highest, those asked for
 * come first, by name, then what they need, breadth first. Versions that are yanked are left out unless locked; those
 * that need a newer MockForge always. Whatever solution there is is found, within the bound. The same input gives the
 * same answer, whatever its order.
 */
export function resolve<Version extends Candidate>(
  input: ResolveInput<Version>,
  bounds: { maxWork?: number; maxExplaining?: number } = {},
): Resolution<Version> {
  const problem = new Problem(input);
  const outcome = search(problem, { work: bounds.maxWork ?? MAX_WORK });
  if (outcome.kind === "gave_up") return outcome;
  if (outcome.kind === "contradiction") {
    const facts = minimise(problem, outcome.facts, { work: bounds.maxExplaining ?? MAX_EXPLAINING });
    return { kind: "conflict", sentence: explain(problem, facts), facts };
  }
  const chosen = [...outcome.values].map(([variable, value]) => {
    // The candidates that came in, of the type that they came in.
    return [variable.name, versionOf(variable, value) as Version] as const;
  });
  const versions = new Map(chosen.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const needs = new Map([...versions].map(([name, { dependencies }]) => [name, Object.keys(dependencies)]));
  return { kind: "resolved", versions, installOrder: installOrder(needs) };
}
