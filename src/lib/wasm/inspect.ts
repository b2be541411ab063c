import { METADATA_MAX_BYTES, NAME_MAX_BYTES } from "./bounds.ts";
import { readCustomSection } from "./custom.ts";
import { MalformedModule } from "./malformed.ts";
import type { Reading, Want } from "./passages.ts";
import { Reader } from "./reader.ts";
import type { ModuleReport } from "./report.ts";
import { SECTIONS } from "./sections.ts";
import { type ModuleState, newState } from "./state.ts";

const HEADER_BYTES = 8;
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const COMPONENT_LAYER = 0x01;
const CUSTOM = 0;
/** A section's kind and size. */
const SECTION_HEAD_BYTES = 6;
/** What is looked at of a custom section: its name, and as much of it as is ever read. */
const CUSTOM_READ_BYTES = 2 * NAME_MAX_BYTES + METADATA_MAX_BYTES;

/**
 * Reads a core WebAssembly module (https://webassembly.github.io/spec/core/binary/modules.html) as it arrives, without
 * compiling or executing it: time is linear in the number of sections and entries, and what is kept of it is bounded
 * (see bounds.ts) and does not depend on where the chunks are cut.
 *
 * What it vouches for: the header, sections complete, in order and exactly filled, every count, index and name.
 * By design it does not read function bodies or compare types: an engine may still refuse what passes here.
 */
export class ModuleInspector {
  readonly #sizeBytes: number;
  readonly #reading: Reading<ModuleReport>;
  #step: IteratorResult<Want, ModuleReport>;
  #arrived = 0;
  /** What has arrived of the stretch that is wanted, from its beginning at `#heldAt`. */
  #held = new Uint8Array(0);
  #heldAt = 0;

  /** @param sizeBytes of the whole module, as many as will be pushed */
  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
    this.#reading = readModule(sizeBytes);
    this.#step = this.#reading.next();
  }

  /** The next bytes, which are neither changed nor needed any more afterwards. @throws MalformedModule, and nothing else whatever the bytes */
  push(chunk: Uint8Array): void {
    const arrived = this.#arrived + chunk.length;
    while (!this.#step.done) {
      const { at } = this.#step.value;
      const length = Math.min(this.#step.value.length, this.#sizeBytes - at);
      if (at < arrived && at + length > arrived) this.#hold(at, length, chunk);
      if (at + length > arrived) break;
      this.#step = this.#reading.next(this.#show(at, length, chunk));
    }
    this.#arrived = arrived;
  }

  report(): ModuleReport {
    if (!this.#step.done) throw new Error(`Only ${this.#arrived} of ${this.#sizeBytes} bytes were pushed`);
    return this.#step.value;
  }

  #show(at: number, length: number, chunk: Uint8Array): Uint8Array {
    const offset = at - this.#arrived;
    if (offset >= 0) return chunk.subarray(offset, offset + length);
    if (offset + length > 0) this.#hold(at, length, chunk);
    return this.#held.subarray(at - this.#heldAt, at - this.#heldAt + length);
  }

  #hold(at: number, length: number, chunk: Uint8Array): void {
    if (at !== this.#heldAt || length > this.#held.length) {
      const held = new Uint8Array(length);
      if (at < this.#arrived) held.set(this.#held.subarray(at - this.#heldAt, this.#arrived - this.#heldAt));
      this.#held = held;
      this.#heldAt = at;
    }
    const from = Math.max(at, this.#arrived);
    this.#held.set(chunk.subarray(from - this.#arrived, at + length - this.#arrived), from - at);
  }
}

/** A module that is there whole. @throws MalformedModule, and nothing else whatever the bytes */
export function inspectModule(bytes: Uint8Array): ModuleReport {
  const inspector = new ModuleInspector(bytes.length);
  inspector.push(bytes);
  return inspector.report();
}

function* readModule(sizeBytes: number): Reading<ModuleReport> {
  checkHeader(yield { at: 0, length: HEADER_BYTES });
  const state = newState(sizeBytes);
  let at = HEADER_BYTES;
  let last = { name: "", rank: 0 };
  while (at < sizeBytes) {
    const head = new Reader(yield { at, length: SECTION_HEAD_BYTES }, "The module", at, sizeBytes);
    const id = head.u8();
    const section = SECTIONS[id];
    if (id !== CUSTOM && !section) throw new MalformedModule(`The module has a section of the unknown kind ${id}`, at);
    const place = section ? `The ${section.name} section` : "A custom section";
    const size = head.u32();
    if (size > head.remaining) {
      throw new MalformedModule(`${place} claims ${size} bytes where ${head.remaining} are left`, at);
    }
    const stretch = { place, from: head.at, end: head.at + size };
    if (section) {
      if (section.rank === last.rank) throw new MalformedModule(`${place} occurs twice`, at);
      if (section.rank < last.rank) throw new MalformedModule(`${place} must come before the ${last.name} section`, at);
      const rest = yield* section.pass(stretch, state);
      if (rest.remaining > 0) throw rest.malformed(`has ${rest.remaining} bytes left over`);
      last = section;
    } else {
      const bytes = yield { at: stretch.from, length: Math.min(size, CUSTOM_READ_BYTES) };
      readCustomSection(new Reader(bytes, place, stretch.from, stretch.end), state);
    }
    at = stretch.end;
  }
  checkWhole(state, sizeBytes);
  return state.report;
}

function checkHeader(bytes: Uint8Array): void {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new MalformedModule("The file is not a WebAssembly module: it does not begin with \\0asm", 0);
  }
  if (bytes.length < HEADER_BYTES) throw new MalformedModule("The module is cut short in its header", bytes.length);
  if (bytes[6] === COMPONENT_LAYER && bytes[7] === 0) {
    throw new MalformedModule(
      "The file is a WebAssembly component; MockForge loads core modules, so build for wasm32-wasip1 instead",
      4,
    );
  }
  if (bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) {
    throw new MalformedModule("The module has an unknown WebAssembly version; version 1 is expected", 4);
  }
}

function checkWhole({ report, bodies, dataCount, dataSegments }: ModuleState, end: number): void {
  if (bodies !== report.functionCount) {
    throw new MalformedModule(`The module has ${report.functionCount} functions and no code section`, end);
  }
  if (dataCount !== null && dataCount !== dataSegments) {
    throw new MalformedModule(`The module announces ${dataCount} data segments and has ${dataSegments}`, end);
  }
}
