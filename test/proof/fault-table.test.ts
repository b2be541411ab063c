import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { type Lane, standBefore } from "../support/faults/gate.ts";
import { OPERATIONS } from "../support/faults/operations.ts";
import { type Course, run } from "../support/faults/run.ts";
import { type FaultName, FAULTS, isSlow } from "../support/faults/table.ts";
import { proves, times } from "../support/proof.ts";
import { picked, printedSeed } from "../support/seed.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";

/** A fault that keeps the client waiting costs five seconds, so `npm test` has few of them, and all at the same time. */
const COUNTS = { quick: times({ proof: Infinity, test: 14 }), slow: times({ proof: Infinity, test: 2 }) };
const LANES = 12;
/** What is promised of every answer. */
const DUE_MS = 5_000;

let stack: PrivateStack;
const lanes = new Set<Lane>();
beforeAll(async () => {
  stack = await startStack({ vars: { DOWNLOAD_FLUSH_SECONDS: 0.2 } });
  standBefore(stack, lanes);
});
afterAll(() => stack?.close());

interface Case {
  operation: string;
  step: string;
  fault: FaultName;
  undisturbed: Course;
}

proves("a fault at any step leaves all or nothing, and asking again ends in one effect", async (tally) => {
  const seed = printedSeed("fault table");
  const follow = async (operation: string) => ({ operation, undisturbed: await run(stack, lanes, operation) });
  // A few at a time: what is away only because the machine is busy is no fault of the table's.
  const courses = await pMap(Object.keys(OPERATIONS), follow, { concurrency: 4 });
  const cases = courses.flatMap(({ operation, undisturbed }) =>
    undisturbed.steps.flatMap((step) =>
      (Object.keys(FAULTS) as FaultName[]).map((fault): Case => ({ operation, step, fault, undisturbed })),
    ),
  );
  const slow = picked(
    cases.filter(({ fault }) => isSlow(fault)),
    COUNTS.slow,
    seed,
  );
  const quick = picked(
    cases.filter(({ fault }) => !isSlow(fault)),
    COUNTS.quick,
    seed,
  );

  let slowestMs = 0;
  const complaints: string[] = [];
  const attempt = async ({ operation, ...strike }: Case) => {
    tally.tried += 1;
    try {
      slowestMs = Math.max(slowestMs, (await run(stack, lanes, operation, strike)).slowestMs);
    } catch (error) {
      tally.failed += 1;
      complaints.push(`${operation}: ${strike.step} ${strike.fault}: ${String(error)}`);
    }
  };
  await pMap([...slow, ...quick], attempt, { concurrency: LANES });
  const steps = courses.reduce((sum, { undisturbed }) => sum + undisturbed.steps.length, 0);
  tally.remark = `${courses.length} operations, ${steps} steps, ${Object.keys(FAULTS).length} faults; slowest answer ${(slowestMs / 1_000).toFixed(2)} s`;
  expect(complaints).toEqual([]);
  expect(slowestMs).toBeLessThan(DUE_MS);
});
