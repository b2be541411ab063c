import { expect, test } from "vitest";
import { findingsOf } from "#lib/wasm/findings.ts";
import { inspectModule } from "#lib/wasm/inspect.ts";
import { detectOrigin } from "#lib/wasm/language.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import { engineAccepts, seeded } from "./binary.ts";
import { corpus } from "./corpus.ts";

const MUTATIONS = 10_000;
const seeds = Object.values(await corpus());
const random = seeded(20_261_124);
const below = (limit: number): number => Math.floor(random() * limit);

/** Bytes that numbers, kinds and lengths break on. */
const EDGES = [0x00, 0x01, 0x0b, 0x40, 0x60, 0x7f, 0x80, 0xff];

const MUTATORS: ((bytes: number[]) => void)[] = [
  (bytes) => bytes.splice(below(bytes.length), 1, below(256)),
  (bytes) => bytes.splice(below(bytes.length), 1, EDGES[below(EDGES.length)]!),
  (bytes) => bytes.splice(below(bytes.length), 1 + below(8)),
  (bytes) => bytes.splice(below(bytes.length), 0, ...Array.from({ length: 1 + below(8) }, () => below(256))),
  (bytes) => bytes.splice(below(bytes.length), 0, 0xff, 0xff, 0xff, 0xff, below(32)),
  (bytes) => bytes.splice(1 + below(bytes.length)),
  (bytes) => bytes.push(...bytes.slice(below(bytes.length))),
];

function mutant(): Uint8Array {
  const bytes = [...seeds[below(seeds.length)]!];
  const count = 1 + below(4);
  for (let index = 0; index < count && bytes.length > 0; index += 1) MUTATORS[below(MUTATORS.length)]!(bytes);
  return Uint8Array.from(bytes);
}

/** All that publishing does with a module's bytes; null when it is judged. */
function refusal(bytes: Uint8Array): MalformedModule | null {
  try {
    const report = inspectModule(bytes);
    findingsOf(report, null);
    detectOrigin(report);
    return null;
  } catch (error) {
    if (error instanceof MalformedModule) return error;
    throw error;
  }
}

/** What the registry refuses although engines do not. */
const isOnlyOurs = ({ message }: Error) => /the registry takes at most|a NUL character/.test(message);

test("10,000 mutated modules are each judged or refused, quickly, and none refused that Node's engine accepts", () => {
  const timesMs: number[] = [];
  let refused = 0;
  for (let round = 0; round < MUTATIONS; round += 1) {
    const bytes = mutant();
    const start = performance.now();
    const error = refusal(bytes);
    timesMs.push(performance.now() - start);
    if (error === null) continue;
    refused += 1;
    expect(error.offset).toBeLessThanOrEqual(bytes.length);
    const valid = !isOnlyOurs(error) && engineAccepts(bytes);
    expect(valid, error.message).toBe(false);
  }
  const p99 = timesMs.toSorted((a, b) => a - b)[Math.floor(MUTATIONS * 0.99)];
  expect(p99).toBeLessThan(20);
  // Neither outcome is rare, or the mutations would try one side only.
  expect(Math.min(refused, MUTATIONS - refused)).toBeGreaterThan(MUTATIONS / 50);
});
