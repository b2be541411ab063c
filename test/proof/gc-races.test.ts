import { afterAll, beforeAll, expect } from "vitest";
import { Random } from "../support/fuzz/random.ts";
import { checkFiles, keysOfRows } from "../support/garbage/files.ts";
import { scene } from "../support/garbage/scene.ts";
import { Sweeper } from "../support/garbage/sweeper.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { Turns } from "../support/turns.ts";

const RUNS = times({ proof: 200, test: 3 });

let stack: PrivateStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.close());

proves("a sweep in the middle of publications deletes no file of a version, and leaves no other", async (tally) => {
  const seed = printedSeed("garbage collection against publications");
  let [versions, sweptMeanwhile, sweptAfterwards] = [0, 0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    tally.tried += 1;
    const random = new Random(seed + run);
    const turns = new Turns(random);
    const sweeper = new Sweeper(stack, turns);
    const { names, admin, parties } = await scene(stack, sweeper, random);
    const before = await stack.store.keys("packages/");

    await turns.take(parties);
    await admin.request(`/api/v1/admin/plugins/${names[0]}/restore`, { method: "POST" });
    versions += await checkFiles(stack, names);
    const after = await stack.store.keys("packages/");
    sweptMeanwhile += before.filter((key) => !after.includes(key)).length;

    sweeper.aDayPasses();
    await stack.sql`update uploads set expires_at = now() - interval '25 hours'`;
    await sweeper.sweep();
    const left = await stack.store.keys("packages/");
    sweptAfterwards += after.length - left.length;
    expect(left.toSorted()).toEqual(await keysOfRows(stack, names));
    // The bucket stays one page, so that each sweep takes the same steps.
    await Promise.all(left.map((key) => stack.store.delete(key)));
  }
  tally.remark = `${versions} versions kept; ${sweptMeanwhile} files swept meanwhile, ${sweptAfterwards} after the grace time`;
  expect(Math.min(versions, sweptMeanwhile, sweptAfterwards)).toBeGreaterThan(RUNS / 4);
});
