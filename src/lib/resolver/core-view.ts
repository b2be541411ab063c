import { ABSENT, and, type Bits, bitsOf, isSubset, or, without } from "./bits.ts";
import type { Problem } from "./problem.ts";
import type { Fact } from "./types.ts";
import type { Variable } from "./variable.ts";

type DependencyFact = Extract<Fact, { kind: "dependency" }>;

/** What the facts of a contradiction say of each plugin, for those who put them into words. */
export class CoreView {
  readonly #problem: Problem;
  readonly #facts: ReadonlySet<Fact>;
  readonly #needs = new Map<string, DependencyFact[]>();
  readonly #requirements = new Map<string, Set<string>>();
  /** What is asked for: plugin name → requirement. */
  readonly roots = new Map<string, string>();

  constructor(problem: Problem, facts: readonly Fact[]) {
    this.#problem = problem;
    this.#facts = new Set(facts);
    for (const fact of facts) this.#add(fact);
  }

  #add(fact: Fact): void {
    if (fact.kind !== "root" && fact.kind !== "dependency") return;
    if (fact.kind === "root") this.roots.set(fact.plugin, fact.requirement);
    else this.#needs.set(fact.plugin, [...this.needsOf(fact.plugin), fact]);
    const on = fact.kind === "root" ? fact.plugin : fact.target;
    this.#requirements.set(on, new Set(this.#requirements.get(on)).add(fact.requirement));
  }

  variable(name: string): Variable {
    return this.#problem.variable(name);
  }

  versions(name: string): Bits {
    const { all, size } = this.variable(name);
    return without(all, bitsOf(size, [ABSENT]));
  }

  needsOf(plugin: string): readonly DependencyFact[] {
    return this.#needs.get(plugin) ?? [];
  }

  isNeeded(plugin: string): boolean {
    return this.#needs.values().some((needs) => needs.some(({ target }) => target === plugin));
  }

  /** Those that must be chosen, by name. */
  get targets(): string[] {
    return [...this.#requirements.keys()].toSorted();
  }

  /** The requirements that `plugin` has to meet. */
  requirementsOn(plugin: string): string[] {
    return [...(this.#requirements.get(plugin) ?? [])];
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
    for (const { fact, versions } of this.#problem.unavailable(variable)) {
      if (!this.#facts.has(fact)) continue;
      if (fact.kind === "yanked" || fact.kind === "mockforge") found[fact.kind] = versions;
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
