import { readExpression, within } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { type Pass, passCode, passData, whole } from "./passages.ts";
import type { ExternKind } from "./report.ts";
import { readElements } from "./segments.ts";
import type { ModuleState } from "./state.ts";
import { readFunctionTypeIndex, readGlobalType, readMemory, readTable, readTag, readTypes } from "./types.ts";

export type Section = { name: string; rank: number; pass: Pass };

const section = (name: string, rank: number, read: (reader: Reader, state: ModuleState) => void): Section => ({
  name,
  rank,
  pass: whole(read),
});

/** By id; the rank is the place in the file: https://webassembly.github.io/spec/core/binary/modules.html#binary-module */
export const SECTIONS: Readonly<Record<number, Section>> = {
  1: section("type", 1, readTypes),
  2: section("import", 2, readImports),
  3: section("function", 3, readFunctions),
  4: section("table", 4, readTables),
  5: section("memory", 5, readMemories),
  13: section("tag", 6, readTags),
  6: section("global", 7, readGlobals),
  7: section("export", 8, readExports),
  8: section("start", 9, readStart),
  9: section("element", 10, readElements),
  12: section("data count", 11, (reader, state) => void (state.dataCount = reader.u32())),
  10: { name: "code", rank: 12, pass: passCode },
  11: { name: "data", rank: 13, pass: passData },
};

const KINDS: readonly ExternKind[] = ["function", "table", "memory", "global", "tag"];
/** Before a table with an initial value: https://webassembly.github.io/spec/core/binary/modules.html#table-section */
const TABLE_WITH_INITIAL = 0x40;

function readKind(reader: Reader): ExternKind {
  const code = reader.u8();
  const kind = KINDS[code];
  if (!kind) throw reader.malformed(`has something of the unknown kind ${code}`, reader.at - 1);
  return kind;
}

function readShownName(reader: Reader, state: ModuleState): string {
  const start = reader.at;
  const text = reader.name();
  state.budget.spend("nameBytes", reader.at - start, start);
  return text;
}

const IMPORTED: Record<ExternKind, (reader: Reader, state: ModuleState) => void> = {
  function: (reader, state) => {
    state.budget.spend("functions", 1, reader.at);
    readFunctionTypeIndex(reader, state);
    state.counts.function += 1;
  },
  table: readTable,
  memory: (reader, state) => readMemory(reader, state, true),
  global: (reader, state) => {
    readGlobalType(reader, state);
    state.counts.global += 1;
  },
  tag: readTag,
};

function readImports(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  state.budget.spend("imports", count, reader.at);
  for (let index = 0; index < count; index += 1) {
    const module = readShownName(reader, state);
    const name = readShownName(reader, state);
    const kind = readKind(reader);
    IMPORTED[kind](reader, state);
    state.report.imports.push({ module, name, kind });
  }
}

function readFunctions(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  state.budget.spend("functions", count, reader.at);
  for (let index = 0; index < count; index += 1) readFunctionTypeIndex(reader, state);
  state.counts.function += count;
  state.report.functionCount = count;
}

function readTables(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) {
    const hasInitial = reader.peek() === TABLE_WITH_INITIAL;
    if (hasInitial) {
      reader.u8();
      if (reader.u8() !== 0) throw reader.malformed("has a table of an unknown form", reader.at - 1);
    }
    readTable(reader, state);
    if (hasInitial) readExpression(reader, state);
  }
}

function readMemories(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) readMemory(reader, state, false);
}

function readTags(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) readTag(reader, state);
}

function readGlobals(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  for (let index = 0; index < count; index += 1) {
    readGlobalType(reader, state);
    readExpression(reader, state);
    // Only now: an initial value may refer to the globals before its own.
    state.counts.global += 1;
  }
}

function readExports(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  state.budget.spend("exports", count, reader.at);
  const names = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const start = reader.at;
    const name = readShownName(reader, state);
    if (names.has(name)) throw reader.malformed("exports the same name twice", start);
    names.add(name);
    const kind = readKind(reader);
    within(reader, reader.u32(), state.counts[kind], kind);
    state.report.exports.push({ name, kind });
  }
}

function readStart(reader: Reader, state: ModuleState): void {
  within(reader, reader.u32(), state.counts.function, "function");
  state.report.hasStart = true;
}
