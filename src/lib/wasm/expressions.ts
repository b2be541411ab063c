import type { Reader } from "./reader.ts";
import type { ModuleState } from "./state.ts";
import { readHeapType } from "./types.ts";

type Read = (reader: Reader, state: ModuleState) => void;
/** `height` is what the instruction does to the stack; null where that depends on a type. */
type Instruction = { height: number | null; read: Read };

const END = 0x0b;
const nothing: Read = () => {};
const plain = (height: number): Instruction => ({ height, read: nothing });
const typeIndex: Read = (reader, state) => within(reader, reader.u32(), state.isFunctionType.length, "type");

/** https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions */
const INSTRUCTIONS: Record<number, Instruction> = {
  0x23: { height: 1, read: (reader, state) => within(reader, reader.u32(), state.counts.global, "global") },
  0x41: { height: 1, read: (reader) => reader.signed(32) },
  0x42: { height: 1, read: (reader) => reader.signed(64) },
  0x43: { height: 1, read: (reader) => reader.skip(4) },
  0x44: { height: 1, read: (reader) => reader.skip(8) },
  // i32.add, sub, mul and i64.add, sub, mul
  ...Object.fromEntries([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].map((code) => [code, plain(-1)])),
  0xd0: { height: 1, read: (reader, state) => readHeapType(reader, state.isFunctionType.length) },
  0xd2: { height: 1, read: (reader, state) => within(reader, reader.u32(), state.counts.function, "function") },
};

/** struct.new, array.new and its variants, any.convert_extern, extern.convert_any, ref.i31 */
const GC_INSTRUCTIONS: Record<number, Instruction> = {
  0: { height: null, read: typeIndex },
  1: { height: 1, read: typeIndex },
  6: { height: -1, read: typeIndex },
  7: { height: 0, read: typeIndex },
  8: { height: null, read: (reader, state) => (typeIndex(reader, state), void reader.u32()) },
  26: plain(0),
  27: plain(0),
  28: plain(0),
};

/** v128.const */
const VECTOR_INSTRUCTIONS: Record<number, Instruction> = { 12: { height: 1, read: (reader) => reader.skip(16) } };

const PREFIXES: Record<number, Record<number, Instruction>> = { 0xfb: GC_INSTRUCTIONS, 0xfd: VECTOR_INSTRUCTIONS };

/** A constant expression up to its end: its instructions are known and leave one value; types are not compared. */
export function readExpression(reader: Reader, state: ModuleState): void {
  const start = reader.at;
  let height: number | null = 0;
  for (;;) {
    state.budget.spend("instructions", 1, reader.at);
    const at = reader.at;
    const code = reader.u8();
    if (code === END) break;
    const prefixed = PREFIXES[code];
    const instruction = prefixed ? prefixed[reader.u32()] : INSTRUCTIONS[code];
    if (!instruction) throw reader.malformed(`has an instruction that is not constant, 0x${code.toString(16)}`, at);
    instruction.read(reader, state);
    height = height === null || instruction.height === null ? null : height + instruction.height;
    if (height !== null && height < 1) throw reader.malformed("has an expression that lacks a value", at);
  }
  if (height !== null && height !== 1) throw reader.malformed("has an expression that does not give one value", start);
}

/** @throws MalformedModule unless the index, just read, is below the count */
export function within(reader: Reader, index: number, count: number, noun: string): void {
  if (index >= count) throw reader.malformed(`refers to ${noun} ${index}, which does not exist`, reader.at);
}
