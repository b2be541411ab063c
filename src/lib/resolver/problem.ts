import { compareReleases, releaseOf } from "../release.ts";
import { accepts, parseRequirement, type Requirement } from "../requirements.ts";
import { type Bits, isEmpty, without } from "./bits.ts";
import { incompatibility, type Incompatibility } from "./incompatibility.ts";
import type { Fact, ResolveInput } from "./types.ts";
import { valuesWhere, type Variable, variableOf } from "./variable.ts";

/** A fact, compiled. */
export interface Rule {
  fact: Fact;
  incompatible: Incompatibility;
}

/** Something needs `target` to satisfy a requirement. */
interface NeedRule extends Rule {
  target: Variable;
}

/** Some versions cannot be had. */
interface UnavailableRule extends Rule {
  versions: Bits;
}

/** A resolution's input, compiled; a plugin's part when it is first looked at. */
export class Problem {
  readonly #input: ResolveInput;
  readonly #variables = new Map<string, Variable>();
  readonly #needs = new Map<Variable, { byText: Map<string, NeedRule>; byValue: (readonly NeedRule[])[] }>();
  readonly #unavailable = new Map<Variable, UnavailableRule[]>();
  readonly #requirements = new Map<string, Requirement | null>();
  readonly #accepted = new Map<Variable, Map<string, Bits>>();
  readonly roots: readonly NeedRule[];

  constructor(input: ResolveInput) {
    this.#input = input;
    this.roots = inOrder(Object.entries(input.roots), ([name]) => name).map(([plugin, requirement]) => {
      const target = this.variable(plugin);
      const fact: Fact = { kind: "root", plugin, requirement };
      const refused = without(target.all, this.accepted(target, requirement));
      return { fact, target, incompatible: incompatibility([[target, refused]], fact) };
    });
  }

  variable(name: string): Variable {
    const known = this.#variables.get(name);
    if (known) return known;
    const variable = variableOf(name, this.#input.candidates.get(name) ?? [], this.#lockedVersion(name));
    this.#variables.set(name, variable);
    return variable;
  }

  /** The values whose version satisfies a requirement; none for one that cannot be read. */
  accepted(variable: Variable, text: string): Bits {
    const known = this.#accepted.get(variable) ?? new Map<string, Bits>();
    this.#accepted.set(variable, known);
    let bits = known.get(text);
    if (!bits) {
      const requirement = this.requirement(text);
      bits = valuesWhere(variable, (_, release) => requirement !== null && accepts(requirement, release));
      known.set(text, bits);
    }
    return bits;
  }

  requirement(text: string): Requirement | null {
    let requirement = this.#requirements.get(text);
    if (requirement === undefined) {
      requirement = readRequirement(text);
      this.#requirements.set(text, requirement);
    }
    return requirement;
  }

  /** What one version needs, by name; each rule speaks of all versions that need the same. */
  needsOf(variable: Variable, value: number): readonly NeedRule[] {
    let needs = this.#needs.get(variable);
    if (!needs) this.#needs.set(variable, (needs = { byText: new Map<string, NeedRule>(), byValue: [] }));
    return (needs.byValue[value] ??= this.#needRules(variable, value, needs.byText));
  }

  #needRules(variable: Variable, value: number, known: Map<string, NeedRule>): NeedRule[] {
    const { dependencies } = variable.versions[value - 1]!;
    return inOrder(Object.entries(dependencies), ([name]) => name).map(([name, requirement]) => {
      const key = `${name} ${requirement}`;
      let rule = known.get(key);
      if (!rule) known.set(key, (rule = this.#needRule(variable, this.variable(name), requirement)));
      return rule;
    });
  }

  #needRule(variable: Variable, target: Variable, requirement: string): NeedRule {
    const { name } = target;
    const fact: Fact = { kind: "dependency", plugin: variable.name, target: name, requirement };
    const alike = valuesWhere(
      variable,
      ({ dependencies }) => Object.hasOwn(dependencies, name) && dependencies[name] === requirement,
    );
    const accepted = this.accepted(target, requirement);
    // Of a plugin that needs itself, only the versions that satisfy themselves are left.
    const terms: [Variable, Bits][] =
      target === variable
        ? [[variable, without(alike, accepted)]]
        : [
            [variable, alike],
            [target, without(target.all, accepted)],
          ];
    return { fact, target, incompatible: incompatibility(terms, fact) };
  }

  /** The versions that cannot be had. */
  unavailable(variable: Variable): readonly UnavailableRule[] {
    let rules = this.#unavailable.get(variable);
    if (!rules) this.#unavailable.set(variable, (rules = this.#unavailableRules(variable)));
    return rules;
  }

  #unavailableRules(variable: Variable): UnavailableRule[] {
    const { name: plugin } = variable;
    const own = this.#input.mockforgeVersion === undefined ? undefined : releaseOf(this.#input.mockforgeVersion);
    const locked = this.#lockedVersion(plugin);
    const tooNew = valuesWhere(
      variable,
      ({ min_mockforge_version: least }) =>
        own !== undefined && least !== null && compareReleases(releaseOf(least), own) > 0,
    );
    const withdrawn = valuesWhere(variable, ({ yanked, version }) => yanked && version !== locked);
    const kinds = [
      [{ kind: "mockforge", plugin }, tooNew],
      [{ kind: "yanked", plugin }, withdrawn],
    ] as const;
    return kinds
      .filter(([, versions]) => !isEmpty(versions))
      .map(([fact, versions]) => ({ fact, versions, incompatible: incompatibility([[variable, versions]], fact) }));
  }

  #lockedVersion(name: string): string | undefined {
    const { lock = {} } = this.#input;
    return Object.hasOwn(lock, name) ? lock[name] : undefined;
  }
}

function readRequirement(text: string): Requirement | null {
  try {
    return parseRequirement(text);
  } catch {
    return null;
  }
}

/** By code units, the same in every locale. */
function inOrder<Item>(items: Item[], key: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
