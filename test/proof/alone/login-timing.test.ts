import { afterAll, beforeAll, expect } from "vitest";
import { somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { proves, times } from "../../support/proof.ts";

const ACCOUNTS = times({ proof: 200, test: 4 });
/** Without the work of a hash an unknown account would take a hundredth. A few attempts beside other tests show no more than that. */
const PERCENT = times({ proof: 5, test: 60 });

/** Two Workers, each with half of the accounts: a hash keeps one core busy. */
const WORKERS = 2;

let stacks: PrivateStack[];
beforeAll(async () => {
  stacks = await Promise.all(
    Array.from({ length: WORKERS }, () => startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } })),
  );
});
afterAll(() => Promise.all(stacks.map((stack) => stack.close())));

async function millisecondsFor({ request }: PrivateStack, email: string): Promise<number> {
  const json = { email, password: "wrong horse battery" };
  const started = performance.now();
  const { status } = await request("/api/v1/auth/login", { json });
  const taken = performance.now() - started;
  expect(status).toBe(401);
  return taken;
}

const medianOf = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

proves("an unknown account takes as long to refuse as a wrong password", async (tally) => {
  const [known, unknown]: [number[], number[]] = [[], []];
  const tries = async (stack: PrivateStack) => {
    const { email } = await somebody(stack);
    await millisecondsFor(stack, email);
    // In turns, and each first as often as the other, so that whatever else the machine does hits both alike.
    for (let index = 0; index < ACCOUNTS / WORKERS; index += 1) {
      const account = await somebody(stack);
      const turns = [
        async () => known.push(await millisecondsFor(stack, account.email)),
        async () => unknown.push(await millisecondsFor(stack, `${unique("nobody")}@example.com`)),
      ];
      for (const turn of index % 2 === 0 ? turns : turns.toReversed()) await turn();
      tally.tried += 2;
    }
  };
  await Promise.all(stacks.map(tries));
  const [a, b] = [medianOf(known), medianOf(unknown)];
  const apart = (100 * Math.abs(a - b)) / a;
  tally.remark = `medians ${a.toFixed(1)} and ${b.toFixed(1)} ms, ${apart.toFixed(1)}% apart`;
  expect(apart).toBeLessThan(PERCENT);
});
