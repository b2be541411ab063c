import { type Candidate, type Resolution, resolve, type ResolveInput } from "../../../src/lib/resolver/index.ts";
import { matches, parseRequirement } from "../../../src/lib/requirements.ts";
import { registry } from "../../support/registry.ts";

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
