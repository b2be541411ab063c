import { afterAll, beforeAll, expect } from "vitest";
import { histories } from "../support/histories/commands.ts";
import { look } from "../support/histories/look.ts";
import { tell } from "../support/histories/tell.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";

const COUNT = times({ proof: 1_000, test: 24 });

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
});
afterAll(() => stack.close());

proves("nothing published changes, no name moves, every read is what the model has", async (tally) => {
  const seed = printedSeed("publish histories");
  const told = await tell({
    stack,
    histories,
    count: COUNT,
    seed,
    tally,
    end: ({ model, world }) => look(model, world),
  });
  const plugins = told.flatMap(({ model }) => model.plugin ?? []);
  expect(tally.tried).toBeGreaterThanOrEqual(COUNT);
  // Histories in which nothing happens would prove nothing.
  expect(plugins.length).toBeGreaterThan(tally.tried / 2);
  expect(plugins.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(plugins.length);
});
