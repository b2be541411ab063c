import fc from "fast-check";
import { expect, test } from "vitest";
import { isTooSimilar } from "../../src/lib/similar-names.ts";

test.for([
  ["auth-jwy", "auth-jwt", "one letter other"],
  ["auth-jw", "auth-jwt", "one letter less"],
  ["auth-jwtt", "auth-jwt", "a letter doubled"],
  ["atuh-jwt", "auth-jwt", "two letters swapped"],
  ["auth-jwt-rs", "auth-jwt", "an addition"],
  ["auth-jwt-js", "auth-jwt", "an addition"],
  ["auth-jwt-plugin", "auth-jwt", "an addition"],
  ["mockforge-auth-jwt", "auth-jwt", "an addition"],
])("%s is too like %s: %s", ([name, known]) => expect(isTooSimilar(name!, known!)).toBe(true));

test.for([
  ["auth-jwt", "auth-jwt"],
  ["auth-oidc", "auth-jwt"],
  ["auth-jwks", "auth-jwt"],
  ["twj-auth", "auth-jwt"],
])("%s is not like %s", ([name, known]) => expect(isTooSimilar(name!, known!)).toBe(false));

const word = fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 8 });

/** The textbook's matrix, for comparison. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? d[i - 2]![j - 2]! + 1 : 99;
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + cost, swapped);
    }
  }
  return d[a.length]![b.length]!;
}

test("agrees with the optimal string alignment distance", () => {
  const agrees = (a: string, b: string) => isTooSimilar(a, b) === (distance(a, b) === 1);
  fc.assert(fc.property(word, word, agrees), { numRuns: 5000 });
});
