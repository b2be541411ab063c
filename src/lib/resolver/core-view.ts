import { ABSENT, and, type Bits, bitsOf, isSubset, or, without } from "./bits.ts";
import type { Problem } from "./problem.ts";
import type { Fact } from "./types.ts";
import type { Variable } from "./variable.ts";

type DependencyFact = Extract<Fact, { kind: "dependency" }>;

/** What the facts of a contradiction say of each plugin, for those who put them into words. */
export class CoreView {
  readonly #problem: Problem;
  readonly #facts: readonly Fact[];

  constructor(problem: Problem, facts: readonly Fact[]) {
    this.#problem = problem;
    this.#facts = facts;
  }

  variable(name: string): Variable {
    return this.#problem.variable(name);
  }

  versions(name: string): Bits {
    const { all, size } = this.variable(name);
    return without(all, bitsOf(size, [ABSENT]));
  }

  /** What is asked for: plugin name → requirement. */
  get roots(): Map<string, string> {
    return new Map(this.#facts.flatMap((fact) => (fact.kind === "root" ? [[fact.plugin, fact.requirement]] : [])));
  }

  needsOf(plugin: string): DependencyFact[] {
    return this.#facts.filter((fact) => fact.kind === "dependency" && fact.plugin === plugin) as DependencyFact[];
  }

  isNeeded(plugin: string): boolean {
    return this.#facts.some((fact) => fact.kind === "dependency" && fact.target === plugin);
  }

  /** Those that must be chosen, by name. */
  get targets(): string[] {
    const names = this.#facts.map((fact) => (fact.kind === "dependency" ? fact.target : fact.plugin));
    return [...new Set(names)].toSorted();
  }

  /** The requirements that `plugin` has to meet. */
  requirementsOn(plugin: string): string[] {
    const texts = this.#facts.flatMap((fact) => {
      const isOn =
        (fact.kind === "root" && fact.plugin === plugin) || (fact.kind === "dependency" && fact.target === plugin);
      return isOn ? [fact.requirement] : [];
    });
    return [...new Set(texts)];
  }

  requirement(text: string) {
    return this.#problem.requirement(text);
  }

  accepted(plugin: string, requirement: string): Bits {
    return this.#problem.accepted(this.variable(plugin), requirement);
  }

  /** The versions that some requirement accepts. */
  wanted(plugin: string): Bits {
    const { size } = this.variable(plugin);
    const each = this.requirementsOn(plugin).map((requirement) => this.accepted(plugin, requirement));
    return each.reduce(or, bitsOf(size, []));
  }

  /** The versions that cannot be had, by why; only where that matters. */
  unavailable(plugin: string): { yanked: Bits; mockforge: Bits } {
    const variable = this.variable(plugin);
    const found = { yanked: bitsOf(variable.size, []), mockforge: bitsOf(variable.size, []) };
    for (const { fact, members } of this.#problem.unavailable(variable)) {
      if (!this.#facts.includes(fact)) continue;
      if (fact.kind === "yanked" || fact.kind === "mockforge") found[fact.kind] = members;
    }
    return found;
  }

  available(plugin: string, values: Bits): Bits {
    const { yanked, mockforge } = this.unavailable(plugin);
    return without(values, or(yanked, mockforge));
  }

  /** The versions that a dependency is about: those that have it, and are wanted and available. */
  speakers({ plugin, target, requirement }: DependencyFact): Bits {
    const variable = this.variable(plugin);
    const having = variable.versions.flatMap(({ dependencies }, index) =>
      dependencies[target] === requirement ? [index + 1] : [],
    );
    return and(bitsOf(variable.size, having), this.available(plugin, this.wanted(plugin)));
  }

  /** Whether these are all the versions that are wanted and available. */
  isEvery(plugin: string, values: Bits): boolean {
    return isSubset(this.available(plugin, this.wanted(plugin)), values);
  }
}
