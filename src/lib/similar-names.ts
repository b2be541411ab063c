/** What is put before or behind a well-known name to pass for it. */
const PREFIXES = ["mockforge-"];
const SUFFIXES = ["-rs", "-js", "-plugin"];

/** The names that this one would be if it lost one of the usual additions. */
export function withoutAdditions(name: string): string[] {
  const shorter = [
    ...PREFIXES.filter((prefix) => name.startsWith(prefix)).map((prefix) => name.slice(prefix.length)),
    ...SUFFIXES.filter((suffix) => name.endsWith(suffix)).map((suffix) => name.slice(0, -suffix.length)),
  ];
  return shorter.filter((rest) => rest !== "");
}

/**
 * True when a reader may take one name for the other: one letter more, less or other (which covers a doubled one), two
 * neighbours swapped, or a usual addition.
 */
export function isTooSimilar(name: string, known: string): boolean {
  if (name === known) return false;
  return withoutAdditions(name).includes(known) || isOneEditAway(name, known);
}

/** Optimal string alignment distance 1 (Damerau 1964), found from the ends inwards in linear time. */
function isOneEditAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - start;
  while (tail < most && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const [restA, restB] = [a.slice(start, a.length - tail), b.slice(start, b.length - tail)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
