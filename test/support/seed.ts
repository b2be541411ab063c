import { randomInt } from "node:crypto";

/** Another one each run, printed; `SEED=7 npx vitest run …` tries that one again. */
export function printedSeed(what: string): number {
  const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
  console.info(`${what}: SEED=${seed}`);
  return seed;
}
