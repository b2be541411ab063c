import { compareReleases, type Release, releaseOf } from "../release.ts";
import { accepts, parseRequirement, type Requirement } from "../requirements.ts";
import { ABSENT, type Bits, bitsOf, fullBits, without } from "./bits.ts";
import { incompatibility, type Incompatibility } from "./incompatibility.ts";
import type { Candidate, Fact, ResolveInput } from "./types.ts";

/** A plugin, which is not chosen or has one of its versions. */
export interface Variable {
  name: string;
  /** How many values it can take: none, and one for each version. */
  size: number;
  all: Bits;
  /** The most wanted first: what the lock holds, then the highest. Value i + 1 stands for the i-th. */
  versions: readonly Candidate[];
  releases: readonly Release[];
}

/** One version, or several with the same dependency: each needs `target` to satisfy the requirement. */
export interface Rule {
  fact: Fact;
  /** Values of the plugin that the rule speaks of. */
  members: Bits;
  target?: Variable;
  incompatible: Incompatibility;
}

/** A resolution's input, compiled; a plugin's part when it is first looked at. */
export class Problem {
  readonly #input: ResolveInput;
  readonly #variables = new Map<string, Variable>();
  readonly #rules = new Map<Variable, Rule[]>();
  readonly #requirements = new Map<string, Requirement | null>();
  readonly #accepted = new Map<Variable, Map<string, Bits>>();
  readonly roots: readonly Rule[];

  constructor(input: ResolveInput) {
    this.#input = input;
    this.roots = inOrder(Object.entries(input.roots), ([name]) => name).map(([plugin, requirement]) => {
      const target = this.variable(plugin);
      const fact: Fact = { kind: "root", plugin, requirement };
      const refused = without(target.all, this.accepted(target, requirement));
      return { fact, members: refused, target, incompatible: incompatibility([[target, refused]], fact) };
    });
  }

  variable(name: string): Variable {
    const known = this.#variables.get(name);
    if (known) return known;
    const locked = this.#lockedVersion(name);
    const sorted = (this.#input.candidates.get(name) ?? [])
      .map((candidate) => ({ candidate, release: releaseOf(candidate.version) }))
      .toSorted(
        (a, b) =>
          Number(b.candidate.version === locked) - Number(a.candidate.version === locked) ||
          compareReleases(b.release, a.release),
      );
    const versions = sorted.map(({ candidate }) => candidate);
    const releases = sorted.map(({ release }) => release);
    const size = versions.length + 1;
    const variable = { name, size, all: fullBits(size), versions, releases };
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
      bits = this.#values(variable, (_, release) => requirement !== null && accepts(requirement, release));
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

  /** What holds of a plugin's versions; dependencies by their names. */
  rulesOf(variable: Variable): readonly Rule[] {
    let rules = this.#rules.get(variable);
    if (!rules) {
      rules = [...this.#dependencyRules(variable), ...this.#unavailable(variable)];
      this.#rules.set(variable, rules);
    }
    return rules;
  }

  #dependencyRules(variable: Variable): Rule[] {
    const groups = new Map<string, { target: string; requirement: string; members: number[] }>();
    for (const [index, { dependencies }] of variable.versions.entries()) {
      for (const [target, requirement] of Object.entries(dependencies)) {
        const key = `${target} ${requirement}`;
        const group = groups.get(key) ?? { target, requirement, members: [] };
        groups.set(key, group);
        group.members.push(index + 1);
      }
    }
    return inOrder([...groups], ([key]) => key).map(([, group]) => {
      const target = this.variable(group.target);
      const members = bitsOf(variable.size, group.members);
      const accepted = this.accepted(target, group.requirement);
      const fact: Fact = {
        kind: "dependency",
        plugin: variable.name,
        target: target.name,
        requirement: group.requirement,
      };
      // Of a plugin that needs itself, only the versions that satisfy themselves are left.
      const terms: [Variable, Bits][] =
        target === variable
          ? [[variable, without(members, accepted)]]
          : [
              [variable, members],
              [target, without(target.all, accepted)],
            ];
      return { fact, members, target, incompatible: incompatibility(terms, fact) };
    });
  }

  #unavailable(variable: Variable): Rule[] {
    const { name: plugin } = variable;
    const own = this.#input.mockforgeVersion === undefined ? undefined : releaseOf(this.#input.mockforgeVersion);
    const locked = this.#lockedVersion(plugin);
    const tooNew = this.#values(
      variable,
      ({ min_mockforge_version: least }) =>
        own !== undefined && least !== null && compareReleases(releaseOf(least), own) > 0,
    );
    const yanked = this.#values(variable, ({ yanked, version }) => yanked && version !== locked);
    const kinds = [
      [{ kind: "mockforge", plugin }, tooNew],
      [{ kind: "yanked", plugin }, yanked],
    ] as const;
    return kinds
      .filter(([, members]) => members.some((word) => word !== 0))
      .map(([fact, members]) => ({ fact, members, incompatible: incompatibility([[variable, members]], fact) }));
  }

  #lockedVersion(name: string): string | undefined {
    const { lock = {} } = this.#input;
    return Object.hasOwn(lock, name) ? lock[name] : undefined;
  }

  #values(variable: Variable, test: (candidate: Candidate, release: Release) => boolean): Bits {
    const { versions, releases, size } = variable;
    const chosen = versions.flatMap((version, index) => (test(version, releases[index]!) ? [index + 1] : []));
    return bitsOf(size, chosen);
  }
}

export const versionOf = (variable: Variable, value: number): Candidate | undefined =>
  value === ABSENT ? undefined : variable.versions[value - 1];

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
