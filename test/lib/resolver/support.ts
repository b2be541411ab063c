import { type Candidate, type Resolution, resolve, type ResolveInput } from "../../../src/lib/resolver/index.ts";
import { matches, parseRequirement } from "../../../src/lib/requirements.ts";

export type Candidates = Map<string, Candidate[]>;

const LINE =
  /^(?<name>\S+) (?<version>[^\s:]+)(?<yanked> yanked)?(?: mockforge (?<least>[^\s:]+))?(?:: (?<needs>.+))?$/;

/**
 * A registry, a version a line: `auth 1.2.0: crypto ^1; clock ~1.0`; between version and colon may stand `yanked` and
 * `mockforge 0.9.0`.
 */
export function registry(text: string): Candidates {
  const candidates: Candidates = new Map();
  for (const line of text.trim().split("\n")) {
    const groups = LINE.exec(line.trim())?.groups;
    if (!groups) throw new Error(`cannot read '${line}'`);
    const { name = "", version = "", yanked, least, needs = "" } = groups;
    const dependencies = needs
      .split("; ")
      .filter(Boolean)
      .map((each) => each.split(/ (.*)/) as [string, string]);
    const candidate = {
      version,
      yanked: yanked !== undefined,
      min_mockforge_version: least ?? null,
      dependencies: Object.fromEntries(dependencies.map(([target, requirement]) => [target, requirement])),
    };
    candidates.set(name, [...(candidates.get(name) ?? []), candidate]);
  }
  return candidates;
}

/** What is chosen of a registry: `{ auth: "1.2.0" }`. */
export function chosen(roots: Record<string, string>, text: string, more: Partial<ResolveInput> = {}) {
  return versionsOf(resolve({ roots, candidates: registry(text), ...more }));
}

export function versionsOf(resolution: Resolution): Record<string, string> {
  if (resolution.kind !== "resolved") throw new Error(JSON.stringify(resolution));
  return Object.fromEntries([...resolution.versions].map(([name, { version }]) => [name, version]));
}

/** Why nothing can be chosen. */
export function conflict(roots: Record<string, string>, text: string, more: Partial<ResolveInput> = {}): string {
  const resolution = resolve({ roots, candidates: registry(text), ...more });
  return resolution.kind === "conflict" ? resolution.sentence : JSON.stringify(versionsOf(resolution));
}

const satisfies = (requirement: string, version: string) => matches(parseRequirement(requirement), version);

/**
 * The documented order, tried out without any cleverness: the roots by name, then what the first of them needs, by
 * name, and so on; each takes the first of its versions with which the rest works out: the locked one, then the highest.
 * Candidates come with the highest first.
 */
export function bruteForce(input: ResolveInput): Record<string, string> | undefined {
  const { roots, candidates, lock = {} } = input;

  function complete(needed: string[], taken: Map<string, Candidate>): Map<string, Candidate> | undefined {
    const next = needed[taken.size];
    if (next === undefined) return taken;
    const isLocked = (candidate: Candidate) => lock[next] === candidate.version;
    const versions = candidates.get(next) ?? [];
    for (const candidate of versions.toSorted((a, b) => Number(isLocked(b)) - Number(isLocked(a)))) {
      if (candidate.yanked && !isLocked(candidate)) continue;
      const now = new Map(taken).set(next, candidate);
      if (!isSound(now)) continue;
      const more = Object.keys(candidate.dependencies).toSorted();
      const found = complete([...new Set([...needed, ...more])], now);
      if (found) return found;
    }
    return undefined;
  }

  function isSound(taken: Map<string, Candidate>): boolean {
    const asked = [roots, ...[...taken.values()].map(({ dependencies }) => dependencies)];
    return asked.every((each) =>
      Object.entries(each).every(([name, requirement]) => {
        const version = taken.get(name)?.version;
        return version === undefined || satisfies(requirement, version);
      }),
    );
  }

  const found = complete(Object.keys(roots).toSorted(), new Map());
  if (!found) return undefined;
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, { version }]) => [name, version]));
}
