import { and, type Bits, isSubset, without } from "./bits.ts";
import type { Incompatibility } from "./incompatibility.ts";
import type { Variable } from "./variable.ts";

/** One step: what a plugin may still be after it. */
export interface Step {
  index: number;
  /** How many decisions came before, this one included. */
  level: number;
  variable: Variable;
  left: Bits;
  /** What forced it; null for a decision. */
  cause: Incompatibility | null;
}

/** Everything decided and concluded so far, in order, and undone from its end. */
export class Trail {
  readonly #steps: Step[] = [];
  readonly #ofVariable = new Map<Variable, Step[]>();
  level = 0;

  /** The values that a plugin may still take; never empty. */
  left(variable: Variable): Bits {
    return this.#ofVariable.get(variable)?.at(-1)?.left ?? variable.all;
  }

  isKnown(variable: Variable): boolean {
    return this.#ofVariable.has(variable);
  }

  decide(variable: Variable, value: Bits): void {
    this.level += 1;
    this.#push(variable, value, null);
  }

  /** The one term of `cause` that may fail does. */
  conclude(variable: Variable, cause: Incompatibility): void {
    this.#push(variable, without(this.left(variable), cause.terms.get(variable)!), cause);
  }

  backTo(level: number): void {
    for (let last = this.#steps.at(-1); last && last.level > level; last = this.#steps.at(-1)) {
      this.#steps.pop();
      this.#ofVariable.get(last.variable)?.pop();
    }
    this.level = level;
  }

  /** The first step after which `variable` is sure to be in `bits`. */
  satisfier(variable: Variable, bits: Bits): Step {
    return this.#ofVariable.get(variable)!.find((step) => isSubset(step.left, bits))!;
  }

  /**
   * The level at which `step` alone, without what came after it, makes its term of `incompatible` hold: that of the
   * step before it on the same plugin which it builds upon, 0 when on none.
   */
  levelBeneath(step: Step, incompatible: Incompatibility): number {
    if (step.cause === null) return 0;
    const { variable } = step;
    const wanted = incompatible.terms.get(variable)!;
    const own = without(variable.all, step.cause.terms.get(variable)!);
    if (isSubset(own, wanted)) return 0;
    const earlier = this.#ofVariable.get(variable)!.find((each) => isSubset(and(each.left, own), wanted));
    return earlier?.level ?? 0;
  }

  #push(variable: Variable, left: Bits, cause: Incompatibility | null): void {
    const step = { index: this.#steps.length, level: this.level, variable, left, cause };
    this.#steps.push(step);
    const own = this.#ofVariable.get(variable);
    if (own) own.push(step);
    else this.#ofVariable.set(variable, [step]);
  }
}
