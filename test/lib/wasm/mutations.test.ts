import { expect, test } from "vitest";
import { printedSeed } from "../../support/seed.ts";
import { engineAccepts } from "./binary.ts";
import { mutants, refusal } from "./mutants.ts";

const MUTATIONS = 10_000;

/** What the registry refuses although engines do not. */
const isOnlyOurs = ({ message }: Error) => /the registry takes at most|a NUL character/.test(message);

test("10,000 mutated modules are each judged or refused, quickly, and none refused that Node's engine accepts", async () => {
  const mutant = await mutants(printedSeed("mutated modules"));
  const timesMs: number[] = [];
  let refused = 0;
  for (let round = 0; round < MUTATIONS; round += 1) {
    const bytes = mutant();
    const start = performance.now();
    const error = refusal(bytes);
    timesMs.push(performance.now() - start);
    if (error === null) continue;
    refused += 1;
    expect(error.offset).toBeLessThanOrEqual(bytes.length);
    const valid = !isOnlyOurs(error) && engineAccepts(bytes);
    expect(valid, error.message).toBe(false);
  }
  const p99 = timesMs.toSorted((a, b) => a - b)[Math.floor(MUTATIONS * 0.99)];
  expect(p99).toBeLessThan(20);
  // Neither outcome is rare, or the mutations would try one side only.
  expect(Math.min(refused, MUTATIONS - refused)).toBeGreaterThan(MUTATIONS / 50);
});
