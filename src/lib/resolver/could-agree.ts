import type { Release } from "../release.ts";
import { accepts, type Comparator, type Requirement } from "../requirements.ts";

/**
 * Whether some version, published or not, could satisfy all the requirements: tried are the corners of their ranges,
 * where any overlap begins.
 */
export function couldAgree(requirements: readonly Requirement[]): boolean {
  const corners = [ZERO, ...requirements.flatMap(({ comparators }) => comparators.flatMap(cornersOf))];
  return corners.some((corner) => requirements.every((requirement) => accepts(requirement, corner)));
}

const ZERO: Release = { parts: [0, 0, 0], prerelease: "" };

function cornersOf({ parts, prerelease }: Comparator): Release[] {
  const [major = 0, minor = 0, patch = 0] = parts;
  const releases: Release["parts"][] = [
    [major, minor, patch],
    [major, minor, patch + 1],
    [major, minor + 1, 0],
    [major + 1, 0, 0],
  ];
  const proper = releases.map((each) => ({ parts: each, prerelease: "" }));
  if (prerelease === "") return proper;
  // The lowest prerelease above this one is this one with `.0`.
  const pre = [prerelease, `${prerelease}.0`].map((each) => ({ parts: releases[0]!, prerelease: each }));
  return [...proper, ...pre];
}
