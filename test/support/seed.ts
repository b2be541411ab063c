import { randomInt } from "node:crypto";
import fc from "fast-check";

/** Another one each run, printed; `SEED=7 npx vitest run …` tries that one again. */
export function printedSeed(what: string): number {
  const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
  console.info(`${what}: SEED=${seed}`);
  return seed;
}

/** So many of them, in an order of the seed's. */
export function picked<T>(all: T[], count: number, seed: number): T[] {
  const length = Math.min(count, all.length);
  const [some] = fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), { seed, numRuns: 1 });
  return some!;
}
