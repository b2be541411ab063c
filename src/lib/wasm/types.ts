import { BOUNDS, MAX_PAGES, TABLE_MAX_ENTRIES } from "./bounds.ts";
import type { Reader } from "./reader.ts";
import type { WasmMemory } from "./report.ts";
import type { ModuleState } from "./state.ts";

/** https://webassembly.github.io/spec/core/binary/types.html, with garbage collection and 64-bit memories. */
const FUNCTION = 0x60;
const STRUCT = 0x5f;
const ARRAY = 0x5e;
const SUBTYPE = 0x50;
const FINAL_SUBTYPE = 0x4f;
const RECURSIVE = 0x4e;
const NULLABLE_REFERENCE = 0x63;
const REFERENCE = 0x64;
const PACKED = new Set([0x77, 0x78]);

const isNumberOrVector = (code: number) => code >= 0x7b && code <= 0x7f;
const isAbstractHeapType = (code: number) => code >= 0x69 && code <= 0x74;
const hex = (code: number) => `0x${code.toString(16).padStart(2, "0")}`;

export function readTypes(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  state.budget.spend("typeGroups", count, reader.at);
  for (let index = 0; index < count; index += 1) {
    if (reader.peek() !== RECURSIVE) {
      readSubtype(reader, state);
      continue;
    }
    reader.u8();
    const members = reader.u32();
    for (let member = 0; member < members; member += 1) readSubtype(reader, state);
  }
}

function readSubtype(reader: Reader, state: ModuleState): void {
  state.budget.spend("types", 1, reader.at);
  const code = reader.peek();
  if (code === SUBTYPE || code === FINAL_SUBTYPE) {
    reader.u8();
    const supertypes = part(reader, state);
    for (let index = 0; index < supertypes; index += 1) reader.u32();
  }
  readComposite(reader, state);
}

function readComposite(reader: Reader, state: ModuleState): void {
  const start = reader.at;
  const code = reader.u8();
  state.isFunctionType.push(code === FUNCTION);
  if (code === FUNCTION) {
    readValueTypes(reader, state); // the parameters
    readValueTypes(reader, state); // the results
  } else if (code === STRUCT) {
    const fields = part(reader, state);
    for (let index = 0; index < fields; index += 1) readField(reader);
  } else if (code === ARRAY) readField(reader);
  else throw reader.malformed(`has a type of the unknown form ${hex(code)}`, start);
}

function readValueTypes(reader: Reader, state: ModuleState): void {
  const count = part(reader, state);
  for (let index = 0; index < count; index += 1) readValueType(reader, BOUNDS.types.most);
}

function part(reader: Reader, state: ModuleState): number {
  const start = reader.at;
  const count = reader.u32();
  state.budget.spend("typeParts", count, start);
  return count;
}

function readField(reader: Reader): void {
  if (PACKED.has(reader.peek())) reader.u8();
  else readValueType(reader, BOUNDS.types.most);
  readMutability(reader);
}

export function readMutability(reader: Reader): void {
  const code = reader.u8();
  if (code > 1) throw reader.malformed(`has the unknown mutability ${hex(code)}`, reader.at - 1);
}

/** `typeCount` bounds references to types; inside the type section, where they may point ahead, it is the registry's own bound. */
export function readValueType(reader: Reader, typeCount: number): void {
  if (isNumberOrVector(reader.peek())) reader.u8();
  else readReferenceType(reader, typeCount);
}

export function readReferenceType(reader: Reader, typeCount: number): void {
  const start = reader.at;
  const code = reader.u8();
  if (isAbstractHeapType(code)) return;
  if (code !== REFERENCE && code !== NULLABLE_REFERENCE) {
    throw reader.malformed(`has the unknown value type ${hex(code)}`, start);
  }
  readHeapType(reader, typeCount);
}

export function readHeapType(reader: Reader, typeCount: number): void {
  const start = reader.at;
  if (isAbstractHeapType(reader.peek())) {
    reader.u8();
    return;
  }
  const index = reader.signed(33);
  if (index < 0 || index >= typeCount) throw reader.malformed(`refers to type ${index}, which does not exist`, start);
}

export function readFunctionTypeIndex(reader: Reader, { isFunctionType }: ModuleState): void {
  const start = reader.at;
  const index = reader.u32();
  if (isFunctionType[index] !== true) {
    throw reader.malformed(`refers to type ${index}, which is not a function's type`, start);
  }
}

export function readMemory(reader: Reader, state: ModuleState, imported: boolean): void {
  const start = reader.at;
  const flags = reader.u8();
  const [hasMaximum, shared, memory64] = [(flags & 1) !== 0, (flags & 2) !== 0, (flags & 4) !== 0];
  if (flags > 7) throw reader.malformed(`has a memory of the unknown kind ${hex(flags)}`, start);
  if (shared && !hasMaximum) throw reader.malformed("has a shared memory without a maximum", start);
  const { min, max } = readLimits(reader, hasMaximum, memory64);
  const most = memory64 ? MAX_PAGES.memory64 : MAX_PAGES.memory32;
  if (min > most || (max ?? 0) > most) throw reader.malformed(`has a memory of more than ${most} pages`, start);
  state.budget.spend("memories", 1, start);
  state.counts.memory += 1;
  const memory: WasmMemory = { minPages: min, maxPages: max, shared, memory64, imported };
  state.report.memories.push(memory);
}

export function readTable(reader: Reader, state: ModuleState): void {
  readReferenceType(reader, state.isFunctionType.length);
  const start = reader.at;
  const flags = reader.u8();
  if ((flags & ~5) !== 0) throw reader.malformed(`has a table of the unknown kind ${hex(flags)}`, start);
  const { min } = readLimits(reader, (flags & 1) !== 0, (flags & 4) !== 0);
  if (min > TABLE_MAX_ENTRIES) throw reader.malformed(`has a table of more than ${TABLE_MAX_ENTRIES} entries`, start);
  state.budget.spend("tables", 1, start);
  state.counts.table += 1;
}

function readLimits(reader: Reader, hasMaximum: boolean, is64: boolean): { min: number; max: number | null } {
  const start = reader.at;
  const read = () => (is64 ? reader.u64() : reader.u32());
  const min = read();
  const max = hasMaximum ? read() : null;
  if (max !== null && max < min) throw reader.malformed(`has the maximum ${max} below the minimum ${min}`, start);
  return { min, max };
}

export function readGlobalType(reader: Reader, state: ModuleState): void {
  state.budget.spend("globals", 1, reader.at);
  readValueType(reader, state.isFunctionType.length);
  readMutability(reader);
}

export function readTag(reader: Reader, state: ModuleState): void {
  state.budget.spend("tags", 1, reader.at);
  const attribute = reader.u8();
  if (attribute !== 0) throw reader.malformed(`has a tag of the unknown kind ${hex(attribute)}`, reader.at - 1);
  readFunctionTypeIndex(reader, state);
  state.counts.tag += 1;
}
