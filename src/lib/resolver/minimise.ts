import type { Problem } from "./problem.ts";
import { type Budget, search } from "./search.ts";
import type { Fact } from "./types.ts";

/**
 * What is looked at first may leave first. What cannot be had (yanked, too new) is tried last, because it explains why
 * a dependency that is left has no way around it.
 */
const RANK: Record<Fact["kind"], number> = { dependency: 0, root: 1, mockforge: 2, yanked: 3 };

/** What setting up a search costs, in the budget's unit. */
const COST_OF_A_FACT = 40;

/**
 * Takes facts away from a contradiction for as long as it stays one (deletion-based extraction of a minimal
 * unsatisfiable subset, with each smaller proof taken over at once). When the budget ends, the rest stays in.
 */
export function minimise(problem: Problem, facts: ReadonlySet<Fact>, budget: Budget): Fact[] {
  let core = [...facts].toSorted((a, b) => RANK[a.kind] - RANK[b.kind] || (keyOf(a) < keyOf(b) ? 1 : -1));
  for (const candidate of core) {
    if (!core.includes(candidate)) continue;
    if (budget.work <= 0) break;
    budget.work -= COST_OF_A_FACT * core.length;
    const rest = new Set(core.filter((fact) => fact !== candidate));
    const outcome = search(problem, budget, rest);
    if (outcome.kind === "contradiction") core = core.filter((fact) => outcome.facts.has(fact));
  }
  return core;
}

const keyOf = (fact: Fact) => JSON.stringify(fact);
