import { expect, test } from "vitest";
import { inspectModule, ModuleInspector } from "#lib/wasm/inspect.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import { CODE, custom, FUNCTION, HEADER, leb, MEMORY, moduleOf, section, seeded, text, TYPE, vec } from "./binary.ts";
import { corpus } from "./corpus.ts";

const random = seeded(20_261_125);
const below = (limit: number): number => Math.floor(random() * limit);

/** Pushes the module in pieces through one buffer, as a stream does, which is overwritten each time. */
function inspectInPieces(bytes: Uint8Array, nextLength: () => number): unknown {
  const inspector = new ModuleInspector(bytes.length);
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.slice(at, at + nextLength());
    inspector.push(piece);
    at += piece.length;
    piece.fill(0xa5);
  }
  return inspector.report();
}

function verdict(inspect: () => unknown): unknown {
  try {
    return inspect();
  } catch (error) {
    if (error instanceof MalformedModule) return error.message;
    throw error;
  }
}

/** Everything that is passed over: bodies and data of many sizes, custom sections longer than what is read of them. */
function sprawling(): Uint8Array {
  const bodies = [2, 3, 70, 200, 2, 9_000].map((size) => [...leb(size), ...filler(size - 1), 0x0b]);
  const segments = [0, 1, 100, 6_000, 0].map((size) => [0, 0x41, 0, 0x0b, ...leb(size), ...filler(size)]);
  const types = bodies.map(() => [0x60, 0, 0]);
  return moduleOf(
    custom("padding", filler(80_000)),
    section(1, vec(...types)),
    section(3, vec(...types.map((_, index) => [index]))),
    MEMORY,
    section(7, vec([...text("memory"), 2, 0], [...text("run"), 0, 5])),
    section(12, leb(segments.length)),
    section(10, vec(...bodies)),
    section(11, vec(...segments)),
    custom("name", [0, 7, ...text("module"), 1, ...leb(70_000), ...filler(70_000)]),
  );
}

const filler = (size: number): number[] => Array.from({ length: size }, (_, index) => (index * 7) % 251);

const modules = { ...(await corpus()), sprawling: sprawling() };

test.each(Object.entries(modules))("'%s' is judged the same wherever its bytes are cut", (_, bytes) => {
  const whole = verdict(() => inspectModule(bytes));
  expect(whole).toMatchObject({ sizeBytes: bytes.length });
  const cuts: (() => number)[] = [
    () => 1,
    () => 2,
    () => 4_095,
    () => 1 + below(20),
    () => 1 + below(300),
    () => 1 + below(5_000),
  ];
  for (const cut of cuts) expect(inspectInPieces(bytes, cut)).toEqual(whole);
});

test("so is what is damaged, with the same sentence", () => {
  const seeds = Object.values(modules);
  for (let round = 0; round < 1_000; round += 1) {
    const bytes = seeds[below(seeds.length)]!.slice();
    for (let damage = below(3); damage >= 0; damage -= 1) bytes[below(Math.min(bytes.length, 400))] = below(256);
    const longest = 1 + below(600);
    expect(verdict(() => inspectInPieces(bytes, () => 1 + below(longest)))).toEqual(
      verdict(() => inspectModule(bytes)),
    );
  }
});

test("a section that would have to be held is refused before it arrives when it has more than 8 MiB", () => {
  const head = [...HEADER, 1, ...leb(8 * 1024 * 1024 + 1), 0];
  const inspector = new ModuleInspector(50 * 1024 * 1024);
  expect(() => inspector.push(Uint8Array.from(head))).toThrow(
    "The type section has 8388609 bytes; the registry takes at most 8388608",
  );
});

test("so is a data segment whose offset goes on for 4 KiB", () => {
  const offset = [0x41, 0, ...Array.from({ length: 2_000 }, () => [0x41, 0, 0x6a]).flat(), 0x0b];
  const bytes = moduleOf(TYPE, FUNCTION, MEMORY, CODE, section(11, vec([0, ...offset, 0])));
  expect(verdict(() => inspectModule(bytes))).toContain("an entry longer than the registry reads");
});

test("a module of which too little was pushed has no report", () => {
  const inspector = new ModuleInspector(9);
  inspector.push(Uint8Array.from(HEADER));
  expect(() => inspector.report()).toThrow("Only 8 of 9 bytes were pushed");
});
