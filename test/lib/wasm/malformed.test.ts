import { expect, test } from "vitest";
import { inspectModule } from "#lib/wasm/inspect.ts";
import { MalformedModule } from "#lib/wasm/malformed.ts";
import {
  CODE,
  custom,
  FUNCTION,
  HEADER,
  i32,
  leb,
  MEMORY,
  moduleOf,
  section,
  TABLE,
  text,
  TYPE,
  vec,
  engineAccepts,
} from "./binary.ts";
import { corpus } from "./corpus.ts";

const modules = await corpus();

function refusal(bytes: Uint8Array): string {
  try {
    inspectModule(bytes);
  } catch (error) {
    if (error instanceof MalformedModule) return error.message;
    throw error;
  }
  return "accepted";
}

const exported = (name: number[]) => moduleOf(TYPE, FUNCTION, section(7, vec([...name, 0, 0])), CODE);
const imported = (kind: number, ...type: number[]) => section(2, vec([...text("env"), ...text("x"), kind, ...type]));
const repeated = (count: number, ...bytes: number[]) => Array.from({ length: count }, () => bytes).flat();

test.each<[string, Uint8Array | number[], string]>([
  ["nothing", [], "The file is not a WebAssembly module: it does not begin with \\0asm (at byte 0)"],
  [
    "a zip",
    [0x50, 0x4b, 3, 4, 0, 0, 0, 0],
    "The file is not a WebAssembly module: it does not begin with \\0asm (at byte 0)",
  ],
  ["half a header", [0, 0x61, 0x73, 0x6d, 1], "The module is cut short in its header (at byte 5)"],
  [
    "version 2",
    [0, 0x61, 0x73, 0x6d, 2, 0, 0, 0],
    "The module has an unknown WebAssembly version; version 1 is expected (at byte 4)",
  ],
  [
    "a component",
    [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0],
    "The file is a WebAssembly component; MockForge loads core modules, so build for wasm32-wasip1 instead (at byte 4)",
  ],
])("%s is refused by its first bytes", (_, bytes, message) => {
  expect(refusal(Uint8Array.from(bytes))).toBe(message);
});

/** Structure that the registry and every engine refuse. */
const STRUCTURE: [string, Uint8Array, string][] = [
  ["an unknown section", moduleOf([14, 0]), "The module has a section of the unknown kind 14 (at byte 8)"],
  ["a section without a size", moduleOf([1]), "The module is cut short (at byte 9)"],
  ["a section past the end", moduleOf([1, 5, 0]), "The type section claims 5 bytes where 1 are left (at byte 8)"],
  [
    "a section with too much in it",
    moduleOf(section(1, [0, 0])),
    "The type section has 1 bytes left over (at byte 11)",
  ],
  ["a section with too little in it", moduleOf(section(1, [1])), "The type section is cut short (at byte 11)"],
  ["a section twice", moduleOf(TYPE, TYPE), "The type section occurs twice (at byte 14)"],
  [
    "sections out of order",
    moduleOf(MEMORY, TABLE),
    "The table section must come before the memory section (at byte 14)",
  ],
  [
    "a tag section after globals",
    moduleOf(section(6, [0]), section(13, [0])),
    "The tag section must come before the global section (at byte 11)",
  ],
  [
    "a data count after code",
    moduleOf(section(10, [0]), section(12, [0])),
    "The data count section must come before the code section (at byte 11)",
  ],
  [
    "an unknown form of type",
    moduleOf(section(1, vec([0x61]))),
    "The type section has a type of the unknown form 0x61 (at byte 11)",
  ],
  [
    "an unknown value type",
    moduleOf(section(1, vec([0x60, 1, 0x10, 0]))),
    "The type section has the unknown value type 0x10 (at byte 13)",
  ],
  [
    "a reference to no type",
    moduleOf(section(4, vec([0x63, 0x05, 0, 1]))),
    "The table section refers to type 5, which does not exist (at byte 12)",
  ],
  [
    "a function of no type",
    moduleOf(TYPE, section(3, vec([7]))),
    "The function section refers to type 7, which is not a function's type (at byte 17)",
  ],
  [
    "an import of no kind",
    moduleOf(imported(9)),
    "The import section has something of the unknown kind 9 (at byte 17)",
  ],
  [
    "an import of no type",
    moduleOf(imported(0, 3)),
    "The import section refers to type 3, which is not a function's type (at byte 18)",
  ],
  [
    "a global neither constant nor variable",
    moduleOf(imported(3, 0x7f, 2)),
    "The import section has the unknown mutability 0x02 (at byte 19)",
  ],
  [
    "a tag of no kind",
    moduleOf(TYPE, section(13, vec([1, 0]))),
    "The tag section has a tag of the unknown kind 0x01 (at byte 17)",
  ],
  [
    "a memory of no kind",
    moduleOf(section(5, vec([0x10, 1]))),
    "The memory section has a memory of the unknown kind 0x10 (at byte 11)",
  ],
  [
    "a memory shrinking",
    moduleOf(section(5, vec([1, 2, 1]))),
    "The memory section has the maximum 1 below the minimum 2 (at byte 12)",
  ],
  [
    "a memory beyond 4 GiB",
    moduleOf(section(5, vec([0, ...leb(65_537)]))),
    "The memory section has a memory of more than 65536 pages (at byte 11)",
  ],
  [
    "shared memory without a maximum",
    moduleOf(section(5, vec([2, 1]))),
    "The memory section has a shared memory without a maximum (at byte 11)",
  ],
  [
    "a table of no kind",
    moduleOf(section(4, vec([0x70, 0x08, 1]))),
    "The table section has a table of the unknown kind 0x08 (at byte 12)",
  ],
  [
    "a table too large",
    moduleOf(section(4, vec([0x70, 0, ...leb(10_000_001)]))),
    "The table section has a table of more than 10000000 entries (at byte 12)",
  ],
  [
    "a table of no form",
    moduleOf(section(4, vec([0x40, 1, 0x70, 0, 1]))),
    "The table section has a table of an unknown form (at byte 12)",
  ],
  [
    "a call to make a constant",
    moduleOf(section(6, vec([0x7f, 0, 0x10, 0, 0x0b]))),
    "The global section has an instruction that is not constant, 0x10 (at byte 13)",
  ],
  [
    "a constant of nothing",
    moduleOf(section(6, vec([0x7f, 0, 0x0b]))),
    "The global section has an expression that does not give one value (at byte 13)",
  ],
  [
    "two values for one",
    moduleOf(section(6, vec([0x7f, 0, 0x41, 0, 0x41, 0, 0x0b]))),
    "The global section has an expression that does not give one value (at byte 13)",
  ],
  [
    "a sum of one number",
    moduleOf(section(6, vec([0x7f, 0, 0x41, 0, 0x6a, 0x0b]))),
    "The global section has an expression that lacks a value (at byte 15)",
  ],
  [
    "a global from a later one",
    moduleOf(section(6, vec([0x7f, 0, 0x23, 0, 0x0b]))),
    "The global section refers to global 0, which does not exist (at byte 15)",
  ],
  [
    "an export of nothing",
    moduleOf(section(7, vec([...text("f"), 0, 0]))),
    "The export section refers to function 0, which does not exist (at byte 15)",
  ],
  [
    "an export twice",
    moduleOf(MEMORY, section(7, vec([1, 0x61, 2, 0], [1, 0x61, 2, 0]))),
    "The export section exports the same name twice (at byte 21)",
  ],
  [
    "a start of no function",
    moduleOf(section(8, [0])),
    "The start section refers to function 0, which does not exist (at byte 11)",
  ],
  [
    "elements of no kind",
    moduleOf(section(9, vec([8]))),
    "The element section has an element segment of the unknown kind 8 (at byte 11)",
  ],
  [
    "elements of nothing known",
    moduleOf(section(9, vec([1, 5, 0]))),
    "The element section has elements of the unknown kind 5 (at byte 12)",
  ],
  [
    "elements for no table",
    moduleOf(section(9, vec([0, ...i32(0), 0]))),
    "The element section refers to table 0, which does not exist (at byte 12)",
  ],
  [
    "an element that is no function",
    moduleOf(TABLE, section(9, vec([0, ...i32(0), 1, 0]))),
    "The element section refers to function 0, which does not exist (at byte 23)",
  ],
  [
    "data of no kind",
    moduleOf(section(11, vec([3, 0]))),
    "The data section has a data segment of the unknown kind 3 (at byte 11)",
  ],
  [
    "data for no memory",
    moduleOf(section(11, vec([0, ...i32(0), 0]))),
    "The data section refers to memory 0, which does not exist (at byte 12)",
  ],
  [
    "data past its section",
    moduleOf(MEMORY, section(11, vec([0, ...i32(0), 5, 1]))),
    "The data section is cut short (at byte 23)",
  ],
  [
    "data announced and missing",
    moduleOf(MEMORY, section(12, [1])),
    "The module announces 1 data segments and has 0 (at byte 17)",
  ],
  ["functions without code", moduleOf(TYPE, FUNCTION), "The module has 1 functions and no code section (at byte 18)"],
  ["code without functions", moduleOf(TYPE, CODE), "The code section has 1 bodies for 0 functions (at byte 16)"],
  [
    "a body past its section",
    moduleOf(TYPE, FUNCTION, section(10, vec([9, 0, 0x0b]))),
    "The code section is cut short (at byte 24)",
  ],
  [
    "a body of nothing",
    moduleOf(TYPE, FUNCTION, section(10, vec([0]))),
    "The code section has a body that does not end, that of its function 0 (at byte 21)",
  ],
  [
    "a body without an end",
    moduleOf(TYPE, FUNCTION, section(10, vec([2, 0, 1]))),
    "The code section has a body that does not end, that of its function 0 (at byte 21)",
  ],
  [
    "a number of six bytes",
    moduleOf([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0]),
    "The module has a number of more than 32 bits (at byte 9)",
  ],
  [
    "a number of 33 bits",
    moduleOf([1, 0xff, 0xff, 0xff, 0xff, 0x1f]),
    "The module has a number of more than 32 bits (at byte 9)",
  ],
  [
    "a number of 65 bits",
    moduleOf(section(5, vec([4, ...repeated(9, 0x80), 2]))),
    "The memory section has a number of more than 64 bits (at byte 12)",
  ],
  [
    "a constant of 33 bits",
    moduleOf(section(6, vec([0x7f, 0, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0b]))),
    "The global section has a number of more than 32 bits (at byte 14)",
  ],
  [
    "a constant of 65 bits",
    moduleOf(section(6, vec([0x7e, 0, 0x42, ...repeated(9, 0xff), 0x01, 0x0b]))),
    "The global section has a number of more than 64 bits (at byte 14)",
  ],
  ["a name past its section", exported([0x7f, 0x61]), "The export section is cut short (at byte 25)"],
  [
    "a name that is not UTF-8",
    exported([2, 0xc3, 0x28]),
    "The export section has a name that is not well-formed UTF-8 (at byte 22)",
  ],
  [
    "a surrogate in a name",
    exported([3, 0xed, 0xa0, 0x80]),
    "The export section has a name that is not well-formed UTF-8 (at byte 22)",
  ],
  [
    "an overlong encoding in a name",
    exported([2, 0xc0, 0x80]),
    "The export section has a name that is not well-formed UTF-8 (at byte 22)",
  ],
  ["a custom section without a name", moduleOf([0, 0]), "A custom section is cut short (at byte 10)"],
];

test.each(STRUCTURE)("%s is refused with a reason and a place, and by Node's engine too", (_, bytes, message) => {
  expect(refusal(bytes)).toBe(message);
  expect(engineAccepts(bytes)).toBe(false);
});

test.each<[string, Uint8Array, string]>([
  ["a name of 1,025 bytes", exported(text("x".repeat(1_025))), "a name of 1025 bytes; the registry takes at most 1024"],
  ["a NUL in a name", exported(text("a\0b")), "a name with a NUL character"],
  [
    "100,001 groups of types",
    moduleOf(section(1, [...leb(100_001), ...repeated(100_001, 0x60, 0, 0)])),
    "100001 groups of types or more",
  ],
  [
    "100,001 types",
    moduleOf(section(1, vec([0x4e, ...leb(100_001), ...repeated(100_001, 0x60, 0, 0)]))),
    "100001 types or more",
  ],
  [
    "1,000,001 parameters",
    moduleOf(section(1, vec([0x60, ...leb(1_000_001)]))),
    "1000001 parameters, results and fields",
  ],
  ["10,001 imports", moduleOf(section(2, leb(10_001))), "10001 imports or more; the registry takes at most 10000"],
  ["100,001 functions", moduleOf(TYPE, section(3, leb(100_001))), "100001 functions or more"],
  ["1,001 tables", moduleOf(section(4, [...leb(1_001), ...repeated(1_001, 0x70, 0, 0)])), "1001 tables or more"],
  ["101 memories", moduleOf(section(5, [...leb(101), ...repeated(101, 0, 0)])), "101 memories or more"],
  [
    "100,001 globals",
    moduleOf(section(6, [...leb(100_001), ...repeated(100_001, 0x7f, 0, ...i32(0))])),
    "100001 globals",
  ],
  ["10,001 tags", moduleOf(TYPE, section(13, [...leb(10_001), ...repeated(10_001, 0, 0)])), "10001 tags or more"],
  ["10,001 exports", moduleOf(section(7, leb(10_001))), "10001 exports or more"],
  ["100,001 element segments", moduleOf(section(9, leb(100_001))), "100001 element segments or more"],
  ["1,000,001 elements", moduleOf(section(9, vec([1, 0, ...leb(1_000_001)]))), "1000001 table entries or more"],
  ["100,001 data segments", moduleOf(section(11, leb(100_001))), "100001 data segments or more"],
  ["1,001 custom sections", moduleOf(repeated(1_001, ...custom("x"))), "1001 custom sections or more"],
  [
    "a mebibyte of names",
    moduleOf(repeated(1_000, ...custom("x".repeat(1_024))), importsOfNames()),
    "bytes of names or more",
  ],
])("%s are more than the registry takes", (_, bytes, message) => {
  expect(refusal(bytes)).toContain(message);
});

function importsOfNames(): number[] {
  const item = [...text("m".repeat(1_024)), ...text("n".repeat(1_024)), 3, 0x7f, 0];
  return section(2, vec(...Array.from({ length: 30 }, () => item)));
}

test("600,001 instructions outside of functions are more than the registry takes", () => {
  const sum = [0x41, 0, ...repeated(300_000, 0x41, 0, 0x6a), 0x0b];
  expect(refusal(new Uint8Array([...HEADER, ...sectionOf(6, [1, 0x7f, 0], sum)]))).toContain(
    "600001 instructions outside",
  );
});

function sectionOf(id: number, ...parts: number[][]): Uint8Array {
  const size = parts.reduce((total, part) => total + part.length, 0);
  const head = [id, ...leb(size)];
  const bytes = new Uint8Array(head.length + size);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

test.each(Object.entries(modules))("'%s' cut off at any byte is refused or whole, never another error", (_, bytes) => {
  let accepted = 0;
  for (let length = 0; length < bytes.length; length += 1) {
    if (refusal(bytes.subarray(0, length)) === "accepted") accepted += 1;
  }
  // Between two sections what came before can be a module of its own.
  expect(accepted).toBeLessThan(15);
});
