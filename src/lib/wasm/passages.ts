import { SECTION_MAX_BYTES, SEGMENT_HEAD_MAX_BYTES } from "./bounds.ts";
import { MalformedModule } from "./malformed.ts";
import { Reader } from "./reader.ts";
import { readDataSegment } from "./segments.ts";
import type { ModuleState } from "./state.ts";

/** A stretch of the module that is to be looked at next; never one that begins before the last one did. */
export interface Want {
  at: number;
  length: number;
}

/** Reads in steps: yields what it wants to see, is given that or what there is of it until the module ends. */
export type Reading<Result> = Generator<Want, Result, Uint8Array>;

export interface Stretch {
  /** Begins the sentences of errors: "The code section". */
  place: string;
  from: number;
  end: number;
}

/** Goes through a section and returns the reader where it stopped. */
export type Pass = (stretch: Stretch, state: ModuleState) => Reading<Reader>;

const LONGEST_U32 = 5;
const EXPRESSION_END = 0x0b;

/** Passes a section by reading all of it at once. */
export const whole = (read: (reader: Reader, state: ModuleState) => void): Pass =>
  function* passWhole({ place, from, end }, state) {
    const length = end - from;
    if (length > SECTION_MAX_BYTES) {
      throw new MalformedModule(`${place} has ${length} bytes; the registry takes at most ${SECTION_MAX_BYTES}`, from);
    }
    const reader = new Reader(yield { at: from, length }, place, from, end);
    read(reader, state);
    return reader;
  };

/** Bodies are passed over: each must fit and end with `end`. */
export const passCode: Pass = function* passCode({ place, from, end }, state) {
  let reader = new Reader(yield { at: from, length: 2 * LONGEST_U32 }, place, from, end);
  const count = reader.u32();
  if (count !== state.report.functionCount) {
    throw reader.malformed(`has ${count} bodies for ${state.report.functionCount} functions`, from);
  }
  for (let index = 0; index < count; index += 1) {
    const start = reader.at;
    const size = reader.u32();
    reader.skip(size);
    // The body's last byte, and the size of the next body.
    const last = reader.at - 1;
    reader = new Reader(yield { at: last, length: 1 + LONGEST_U32 }, place, last, end);
    if (reader.u8() !== EXPRESSION_END || size < 2) {
      throw reader.malformed(`has a body that does not end, that of its function ${index}`, start);
    }
    state.report.codeBytes += size;
  }
  state.bodies = count;
  return reader;
};

/** What segments put into memory is passed over. */
export const passData: Pass = function* passData({ place, from, end }, state) {
  let reader = new Reader(yield { at: from, length: LONGEST_U32 }, place, from, end);
  const count = reader.u32();
  state.budget.spend("dataSegments", count, reader.at);
  for (let index = 0; index < count; index += 1) {
    reader = new Reader(yield { at: reader.at, length: SEGMENT_HEAD_MAX_BYTES }, place, reader.at, end);
    readDataSegment(reader, state);
  }
  state.dataSegments = count;
  return reader;
};
