import { createHash, randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { histories } from "../support/histories/commands.ts";
import { look, type World } from "../support/histories/look.ts";
import { Model } from "../support/histories/model.ts";
import { type Person, somebody } from "../support/people.ts";
import { proves, times } from "../support/proof.ts";
import { printedSeed } from "../support/seed.ts";
import { type LeanStack, startLeanStack } from "../support/lean-stack.ts";
import { custom, moduleOf } from "../lib/wasm/binary.ts";

const COUNT = times({ proof: 2_000, test: 50 });
/** Histories told at the same time, each of a plugin of its own. */
const LANES = 16;

let stack: LeanStack;
let people: Person[];
beforeAll(async () => {
  stack = await startLeanStack({ RATE_LIMIT_MULTIPLIER: 100_000 });
  people = await Promise.all([0, 1, 2, 3].map((each) => somebody(stack, { isAdmin: each === 3 })));
});
afterAll(() => stack.close());

const modules = [1, 2, 3].map((byte) => moduleOf(custom("bytes", [byte])));
const checksums = modules.map((module) => createHash("sha256").update(module).digest("hex"));

function body(name: string, version: string, bytes: number) {
  const module = modules[bytes]!;
  return {
    name,
    version,
    description: "Told in a history",
    category: "testing",
    license: "MIT",
    checksum: checksums[bytes],
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  };
}

function newWorld(): World {
  const id = randomUUID().slice(0, 18);
  return { stack, people, names: [`history-${id}`, `h1story${id}`], modules, checksums, body };
}

proves("nothing published changes, no name moves, every read is what the model has", async (tally) => {
  const seed = printedSeed("publish histories");
  let [plugins, versions] = [0, 0];
  const lane = (index: number) =>
    fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const [model, world] = [new Model(people.length - 1), newWorld()];
        await fc.asyncModelRun(() => ({ model, real: world }), history);
        await look(model, world);
        await hasOneAuditLineForEachChange(model, world);
        tally.tried += 1;
        plugins += model.plugin ? 1 : 0;
        versions += model.plugin?.versions.size ?? 0;
      }),
      { numRuns: Math.ceil(COUNT / LANES), seed: seed + index, endOnFailure: false },
    );
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  expect(tally.tried).toBeGreaterThanOrEqual(COUNT);
  // Histories in which nothing happens would prove nothing.
  expect(plugins).toBeGreaterThan(tally.tried / 2);
  expect(versions).toBeGreaterThan(plugins);
});

async function hasOneAuditLineForEachChange({ plugin }: Model, { names }: World): Promise<void> {
  const rows = await stack.sql<{ name: string; changes: number }>`
    select p.name, count(l.id)::integer as changes from plugins p left join audit_log l on l.plugin_id = p.id
    where p.name = any(${names}) group by p.name`;
  expect(rows).toEqual(plugin ? [{ name: plugin.name, changes: plugin.changes }] : []);
}
