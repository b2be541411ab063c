import { compareReleases, type Release, releaseOf } from "../release.ts";
import { ABSENT, type Bits, bitsOf, fullBits } from "./bits.ts";
import type { Candidate } from "./types.ts";

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

export function variableOf(name: string, candidates: readonly Candidate[], locked: string | undefined): Variable {
  const sorted = candidates
    .map((candidate) => ({ candidate, release: releaseOf(candidate.version) }))
    .toSorted(
      (a, b) =>
        Number(b.candidate.version === locked) - Number(a.candidate.version === locked) ||
        compareReleases(b.release, a.release),
    );
  const size = sorted.length + 1;
  const versions = sorted.map(({ candidate }) => candidate);
  const releases = sorted.map(({ release }) => release);
  return { name, size, all: fullBits(size), versions, releases };
}

export const versionOf = (variable: Variable, value: number): Candidate | undefined =>
  value === ABSENT ? undefined : variable.versions[value - 1];

/** The versions that pass a test. */
export function valuesWhere(variable: Variable, test: (candidate: Candidate, release: Release) => boolean): Bits {
  const { versions, releases, size } = variable;
  const chosen = versions.flatMap((version, index) => (test(version, releases[index]!) ? [index + 1] : []));
  return bitsOf(size, chosen);
}
