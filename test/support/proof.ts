import { expect, test } from "vitest";

/** How often something was tried to break a promise, and how often that worked. Counts as it goes, so that a test that throws is in the table too. */
export interface Tally {
  tried: number;
  failed: number;
  /** What the table should say besides, such as what was measured. */
  remark?: string;
}

declare module "vitest" {
  interface TaskMeta {
    tally?: Tally;
  }
}

/** So many times in `npm run proof`, so many in `npm test`, which has eight minutes for everything. */
export const times = <Count>(count: { proof: Count; test: Count }): Count =>
  process.env["PROOF"] === undefined ? count.test : count.proof;

/** A test that is a line in the table of `npm run proof`: its name is the promise. It must have tried something. */
export function proves(promise: string, prove: (tally: Tally) => Promise<void>, timeoutMs = 600_000): void {
  test(promise, { timeout: timeoutMs }, async ({ task }) => {
    const tally: Tally = { tried: 0, failed: 0 };
    task.meta.tally = tally;
    await prove(tally);
    expect(tally).toMatchObject({ failed: 0 });
    expect(tally.tried).toBeGreaterThan(0);
  });
}
