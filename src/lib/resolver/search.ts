import { ABSENT, areDisjoint, type Bits, bitsOf, isSubset, members } from "./bits.ts";
import { factsOf, type Incompatibility, resolve } from "./incompatibility.ts";
import type { Problem, Rule } from "./problem.ts";
import { Trail } from "./trail.ts";
import type { Fact } from "./types.ts";
import type { Variable } from "./variable.ts";

export type Outcome =
  | { kind: "found"; values: Map<Variable, number> }
  | { kind: "contradiction"; facts: Set<Fact> }
  | { kind: "gave_up" };

/** How much may still be looked at, in words of memory; shared by the searches that answer one request. */
export interface Budget {
  work: number;
}

/**
 * Looks for one version of each plugin that is needed. Conflict-driven learning as in PubGrub (Weizenbaum, 2018): after
 * each decision everything that follows is concluded, and out of a contradiction comes an incompatibility which is
 * kept, with a jump back to where it would have mattered. What differs is the order of decisions, which is fixed by the
 * choices made so far: the roots by name, then the dependencies of the first of them, by name, and so on, breadth first;
 * each takes its most wanted value that is not refuted. The solution found is therefore the one that a search without
 * any pruning would meet first. With `only`, all other facts are taken away.
 */
export function search(problem: Problem, budget: Budget, only?: ReadonlySet<Fact>): Outcome {
  return new Search(problem, budget, only).run();
}

class Search {
  readonly #problem: Problem;
  readonly #budget: Budget;
  readonly #only: ReadonlySet<Fact> | undefined;
  readonly #trail = new Trail();
  /** The incompatibilities that mention a plugin. */
  readonly #mentions = new Map<Variable, Incompatibility[]>();
  /** The dependencies seen so far. */
  readonly #learnt = new Set<Incompatibility>();
  /** How often each plugin was decided. */
  readonly #decided = new Map<Variable, number>();
  /** What is needed by what is decided; the first `level` of them are decided themselves. */
  readonly #needed: Variable[] = [];
  readonly #isNeeded = new Set<Variable>();
  /** How long `needed` was after so many decisions. */
  readonly #neededAt: number[] = [];

  constructor(problem: Problem, budget: Budget, only: ReadonlySet<Fact> | undefined) {
    this.#problem = problem;
    this.#budget = budget;
    this.#only = only;
  }

  run(): Outcome {
    const roots = this.#active(this.#problem.roots);
    for (const { target, incompatible } of roots) {
      this.#learn(incompatible);
      this.#need(target);
    }
    this.#neededAt.push(this.#needed.length);
    let proof = this.#conclude(roots.map(({ incompatible }) => incompatible));
    for (;;) {
      if (proof) return { kind: "contradiction", facts: factsOf(proof) };
      if (this.#budget.work <= 0) return { kind: "gave_up" };
      const next = this.#needed[this.#trail.level];
      if (!next) return { kind: "found", values: this.#values() };
      proof = this.#decide(next);
    }
  }

  #decide(variable: Variable): Incompatibility | undefined {
    const value = firstVersion(this.#trail.left(variable));
    const isNew = !this.#trail.isKnown(variable);
    this.#trail.decide(variable, bitsOf(variable.size, [value]));
    if (isNew) this.#meet(variable);
    for (const { target, incompatible } of this.#active(this.#problem.needsOf(variable, value))) {
      this.#need(target);
      this.#learnOnce(incompatible);
    }
    const before = this.#decided.get(variable) ?? 0;
    if (before === 1) this.#meetEvery(variable);
    this.#decided.set(variable, before + 1);
    this.#neededAt.push(this.#needed.length);
    return this.#conclude(this.#mentions.get(variable) ?? []);
  }

  /** Draws every conclusion; returns the incompatibility without terms when there is no solution at all. */
  #conclude(first: readonly Incompatibility[]): Incompatibility | undefined {
    const changed = new Set<Variable>();
    let left = first;
    for (;;) {
      const broken = this.#examine(left, changed);
      if (broken) {
        const learnt = this.#backjump(broken);
        if (learnt.terms.size === 0) return learnt;
        changed.clear();
        left = [learnt];
        continue;
      }
      const [variable] = changed;
      if (!variable || this.#budget.work <= 0) return undefined;
      changed.delete(variable);
      left = this.#mentions.get(variable) ?? [];
    }
  }

  /** The newest first; returns the first one whose terms all hold. */
  #examine(list: readonly Incompatibility[], changed: Set<Variable>): Incompatibility | undefined {
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const each = list[index]!;
      this.#budget.work -= each.cost;
      const state = this.#stateOf(each);
      if (state === "holds") return each;
      if (state === "fails" || state === "open") continue;
      const isNew = !this.#trail.isKnown(state);
      this.#trail.conclude(state, each);
      if (isNew) this.#meet(state);
      changed.add(state);
    }
    return undefined;
  }

  /** Whether all terms hold, one fails, or two are open; or else the plugin of the one that is open. */
  #stateOf({ terms }: Incompatibility): "holds" | "fails" | "open" | Variable {
    let open: Variable | undefined;
    for (const [variable, bits] of terms) {
      const left = this.#trail.left(variable);
      if (isSubset(left, bits)) continue;
      if (open || areDisjoint(left, bits)) return open ? "open" : "fails";
      open = variable;
    }
    return open ?? "holds";
  }

  /** Finds the decision that a contradiction comes down to, and goes back to where what is learnt has a use. */
  #backjump(broken: Incompatibility): Incompatibility {
    let learnt = broken;
    while (learnt.terms.size > 0) {
      this.#budget.work -= learnt.cost;
      const steps = [...learnt.terms].map(([variable, bits]) => this.#trail.satisfier(variable, bits));
      const last = steps.reduce((a, b) => (b.index > a.index ? b : a));
      const others = steps.filter((step) => step !== last).map(({ level }) => level);
      const level = Math.max(0, this.#trail.levelBeneath(last, learnt), ...others);
      if (last.cause === null || level < last.level) {
        this.#backTo(level);
        if (learnt !== broken) this.#learn(learnt);
        return learnt;
      }
      learnt = resolve(learnt, last.cause, last.variable);
    }
    return learnt;
  }

  #backTo(level: number): void {
    this.#trail.backTo(level);
    this.#neededAt.length = level + 1;
    for (const variable of this.#needed.splice(this.#neededAt[level]!)) this.#isNeeded.delete(variable);
  }

  /** Something is known of a plugin for the first time. */
  #meet(variable: Variable): void {
    for (const { incompatible } of this.#active(this.#problem.unavailable(variable))) this.#learn(incompatible);
  }

  /** A plugin that is decided again has trouble ahead: all that its versions need is looked at from now on. */
  #meetEvery(variable: Variable): void {
    for (let value = 1; value < variable.size; value += 1) {
      for (const { incompatible } of this.#active(this.#problem.needsOf(variable, value)))
        this.#learnOnce(incompatible);
    }
  }

  #learnOnce(incompatible: Incompatibility): void {
    if (this.#learnt.has(incompatible)) return;
    this.#learnt.add(incompatible);
    this.#learn(incompatible);
  }

  #learn(incompatible: Incompatibility): void {
    for (const variable of incompatible.terms.keys()) {
      const list = this.#mentions.get(variable);
      if (list) list.push(incompatible);
      else this.#mentions.set(variable, [incompatible]);
    }
  }

  #need(variable: Variable): void {
    if (this.#isNeeded.has(variable)) return;
    this.#isNeeded.add(variable);
    this.#needed.push(variable);
  }

  #active<Known extends Rule>(rules: readonly Known[]): readonly Known[] {
    const only = this.#only;
    return only ? rules.filter(({ fact }) => only.has(fact)) : rules;
  }

  #values(): Map<Variable, number> {
    return new Map(this.#needed.map((variable) => [variable, firstVersion(this.#trail.left(variable))]));
  }
}

function firstVersion(left: Bits): number {
  for (const value of members(left)) if (value !== ABSENT) return value;
  throw new Error("a plugin that is needed has no version left");
}
