import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { mutants, refusal } from "../lib/wasm/mutants.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { type Person, publishBody, type PublishBody, somebody, unique } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";

const MUTATIONS = times({ proof: 10_000, test: 500 });
/** One in so many is published for real, the others in a dry run. */
const REAL = 25;
const AT_ONCE = 8;

let stack: PrivateStack;
let author: Person;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
  author = await somebody(stack);
});
afterAll(() => stack.close());

proves(
  "a mutated module is published or refused as the inspection judges it, and never an error of ours",
  async (tally) => {
    const name = unique("mutant");
    const template = await publishBody(name, "0.1.0");
    await author.publishes(name, "0.1.0");
    const mutant = await mutants(printedSeed("mutated modules, published"));
    const timesMs: number[] = [];
    const surprises: unknown[] = [];
    let [next, sound, published] = [0, 0, 0];

    async function publishNext(): Promise<void> {
      const index = next;
      next += 1;
      const bytes = mutant();
      const isRefused = Boolean(refusal(bytes));
      // Of either kind: however few are sound, the first is published.
      const isReal = (isRefused ? index : sound) % REAL === 0;
      if (!isRefused) sound += 1;
      const path = `/api/v1/plugins/publish${isReal ? "" : "?dry_run=true"}`;
      const json = bodyOf(template, `1.${index}.0`, bytes);
      const start = performance.now();
      const { status } = await author.request(path, { json });
      timesMs.push(performance.now() - start);
      const accepted = isReal ? 201 : 200;
      const expected = isRefused ? 400 : accepted;
      if (status === 201) published += 1;
      tally.tried += 1;
      if (status !== expected) surprises.push({ status, expected, module: Buffer.from(bytes).toString("hex") });
    }
    const lane = async () => {
      while (next < MUTATIONS) await publishNext();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));

    tally.failed = surprises.length;
    expect(surprises).toEqual([]);
    const { versions } = (await (await stack.request(`/api/v1/plugins/${name}`)).json()) as { versions: unknown[] };
    expect(versions).toHaveLength(1 + published);
    expect(published).toBeGreaterThan(Math.floor(MUTATIONS / REAL / 50));
    const p99 = timesMs.toSorted((a, b) => a - b)[Math.floor(MUTATIONS * 0.99)]!;
    tally.remark = `${published} published; p99 ${Math.round(p99)} ms with ${AT_ONCE} at once`;
    // Alone on the machine it is a tenth of this.
    expect(p99).toBeLessThan(1_000);
  },
);

function bodyOf(template: PublishBody, version: string, module: Uint8Array): PublishBody {
  return {
    ...template,
    version,
    checksum: createHash("sha256").update(module).digest("hex"),
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  };
}
