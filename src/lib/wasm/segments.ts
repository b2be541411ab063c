import { readExpression, within } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import type { ModuleState } from "./state.ts";
import { readReferenceType } from "./types.ts";

const FUNCTION_ELEMENTS = 0x00;

/** The bits of a segment's first number: not active, has an explicit index or is declarative, made of expressions. */
const PASSIVE = 1;
const EXPLICIT = 2;
const EXPRESSIONS = 4;

/** https://webassembly.github.io/spec/core/binary/modules.html#element-section */
export function readElements(reader: Reader, state: ModuleState): void {
  const count = reader.u32();
  state.budget.spend("elementSegments", count, reader.at);
  for (let index = 0; index < count; index += 1) readElementSegment(reader, state);
}

function readElementSegment(reader: Reader, state: ModuleState): void {
  const start = reader.at;
  const flags = reader.u32();
  if (flags > 7) throw reader.malformed(`has an element segment of the unknown kind ${flags}`, start);
  if ((flags & PASSIVE) === 0) {
    within(reader, flags & EXPLICIT ? reader.u32() : 0, state.counts.table, "table");
    readExpression(reader, state);
  }
  if (flags & (PASSIVE | EXPLICIT)) readElementKind(reader, state, (flags & EXPRESSIONS) !== 0);
  const entries = reader.u32();
  state.budget.spend("elements", entries, start);
  for (let entry = 0; entry < entries; entry += 1) {
    if (flags & EXPRESSIONS) readExpression(reader, state);
    else within(reader, reader.u32(), state.counts.function, "function");
  }
}

function readElementKind(reader: Reader, state: ModuleState, isType: boolean): void {
  if (isType) {
    readReferenceType(reader, state.isFunctionType.length);
    return;
  }
  const kind = reader.u8();
  if (kind !== FUNCTION_ELEMENTS) throw reader.malformed(`has elements of the unknown kind ${kind}`, reader.at - 1);
}

/** One data segment, of which only the head is looked at: https://webassembly.github.io/spec/core/binary/modules.html#data-section */
export function readDataSegment(reader: Reader, state: ModuleState): void {
  const start = reader.at;
  const flags = reader.u32();
  if (flags > 2) throw reader.malformed(`has a data segment of the unknown kind ${flags}`, start);
  if ((flags & PASSIVE) === 0) {
    within(reader, flags & EXPLICIT ? reader.u32() : 0, state.counts.memory, "memory");
    readExpression(reader, state);
  }
  const size = reader.u32();
  reader.skip(size);
  state.report.dataBytes += size;
}
