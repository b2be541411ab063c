import { afterAll, beforeAll, expect } from "vitest";
import { type Person, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { proves, times } from "../../support/proof.ts";

const ACCOUNTS = times({ proof: 200, test: 4 });
/** Without the work of a hash an unknown account would take a hundredth. A few attempts beside other tests show no more than that. */
const PERCENT = times({ proof: 5, test: 60 });

let stack: PrivateStack;
let people: Person[];
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
  people = await Promise.all(Array.from({ length: ACCOUNTS }, () => somebody(stack)));
});
afterAll(() => stack.close());

async function millisecondsFor(email: string): Promise<number> {
  const json = { email, password: "wrong horse battery" };
  const started = performance.now();
  const { status } = await stack.request("/api/v1/auth/login", { json });
  const taken = performance.now() - started;
  expect(status).toBe(401);
  return taken;
}

const medianOf = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

proves("an unknown account takes as long to refuse as a wrong password", async (tally) => {
  await millisecondsFor(people[0]!.email);
  const [known, unknown]: [number[], number[]] = [[], []];
  // In turns, and each first as often as the other, so that whatever else the machine does hits both alike.
  for (const [index, { email }] of people.entries()) {
    const turns = [
      async () => known.push(await millisecondsFor(email)),
      async () => unknown.push(await millisecondsFor(`${unique("nobody")}@example.com`)),
    ];
    for (const turn of index % 2 === 0 ? turns : turns.toReversed()) await turn();
    tally.tried += 2;
  }
  const [a, b] = [medianOf(known), medianOf(unknown)];
  const apart = (100 * Math.abs(a - b)) / a;
  tally.remark = `medians ${a.toFixed(1)} and ${b.toFixed(1)} ms, ${apart.toFixed(1)}% apart`;
  expect(apart).toBeLessThan(PERCENT);
});
