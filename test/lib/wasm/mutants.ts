import { findingsOf } from "#lib/wasm/findings.ts";
import { inspectModule } from "#lib/wasm/inspect.ts";
import { detectOrigin } from "#lib/wasm/language.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import { seeded } from "./binary.ts";
import { corpus } from "./corpus.ts";

/** Bytes that numbers, kinds and lengths break on. */
const EDGES = [0x00, 0x01, 0x0b, 0x40, 0x60, 0x7f, 0x80, 0xff];

/** Makes modules that were valid and are broken in one to four places, always the same ones for a seed. */
export async function mutants(seed: number): Promise<() => Uint8Array> {
  const originals = Object.values(await corpus());
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const mutators: ((bytes: number[]) => void)[] = [
    (bytes) => bytes.splice(below(bytes.length), 1, below(256)),
    (bytes) => bytes.splice(below(bytes.length), 1, EDGES[below(EDGES.length)]!),
    (bytes) => bytes.splice(below(bytes.length), 1 + below(8)),
    (bytes) => bytes.splice(below(bytes.length), 0, ...Array.from({ length: 1 + below(8) }, () => below(256))),
    (bytes) => bytes.splice(below(bytes.length), 0, 0xff, 0xff, 0xff, 0xff, below(32)),
    (bytes) => bytes.splice(1 + below(bytes.length)),
    (bytes) => bytes.push(...bytes.slice(below(bytes.length))),
  ];
  return () => {
    const bytes = [...originals[below(originals.length)]!];
    const count = 1 + below(4);
    for (let index = 0; index < count && bytes.length > 0; index += 1) mutators[below(mutators.length)]!(bytes);
    return Uint8Array.from(bytes);
  };
}

/** All that publishing does with a module's bytes; null when it is judged. */
export function refusal(bytes: Uint8Array): MalformedModule | null {
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
