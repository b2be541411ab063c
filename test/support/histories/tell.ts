import { createHash, randomUUID } from "node:crypto";
import fc, { type AsyncCommand } from "fast-check";
import { custom, moduleOf } from "../../lib/wasm/binary.ts";
import { type Person, somebody } from "../people.ts";
import type { Tally } from "../proof.ts";
import type { Stack } from "../stack.ts";
import { agree } from "./look.ts";
import { Model } from "./model.ts";
import type { World } from "./world.ts";

/** Histories told at the same time, each of a plugin of its own. */
const LANES = 12;

export interface Told {
  model: Model;
  world: World;
}

interface Telling {
  stack: Stack;
  histories: fc.Arbitrary<Iterable<AsyncCommand<Model, World>>>;
  count: number;
  seed: number;
  tally: Tally;
  /** What every history begins with. */
  begin?: (told: Told) => Promise<void>;
  /** What is held against the model when it is told. */
  end: (told: Told) => Promise<void>;
}

/** Tells so many histories to the registry and to the model. @throws Error where they do not agree @returns all that was told */
export async function tell({ stack, histories, count, seed, tally, begin, end }: Telling): Promise<Told[]> {
  const people = await Promise.all([0, 1, 2, 3].map((each) => somebody(stack, { isAdmin: each === 3 })));
  const all: Told[] = [];
  const lane = (index: number) =>
    fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const told = { model: new Model(people.length - 1), world: newWorld(stack, people) };
        all.push(told);
        await begin?.(told);
        await fc.asyncModelRun(() => ({ model: told.model, real: told.world }), history);
        await end(told);
        await hasOneAuditLineForEachChange(told);
        tally.tried += 1;
      }),
      { numRuns: Math.ceil(count / LANES), seed: seed + index, endOnFailure: false },
    );
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  return all;
}

const modules = [1, 2, 3].map((byte) => moduleOf(custom("bytes", [byte])));
const checksums = modules.map((module) => createHash("sha256").update(module).digest("hex"));

function newWorld(stack: Stack, people: Person[]): World {
  const id = randomUUID().slice(0, 18);
  const names = [`history-${id}`, `h1story${id}`];
  return { stack, people, names, modules, checksums, body, reviews: new Map(), tokens: new Map() };
}

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

async function hasOneAuditLineForEachChange({ model: { plugin }, world: { stack, names } }: Told): Promise<void> {
  const rows = await stack.sql<{ name: string; changes: number }>`
    select p.name, count(l.id)::integer as changes from plugins p left join audit_log l on l.plugin_id = p.id
    where p.name = any(${names}) group by p.name`;
  agree("the audit log", rows, plugin ? [{ name: plugin.name, changes: plugin.changes }] : []);
}
