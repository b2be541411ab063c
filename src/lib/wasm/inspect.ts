import { readCustomSection } from "./custom.ts";
import { MalformedModule } from "./malformed.ts";
import { Reader } from "./reader.ts";
import type { ModuleReport } from "./report.ts";
import { SECTIONS } from "./sections.ts";
import { type ModuleState, newState } from "./state.ts";

const HEADER_BYTES = 8;
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const COMPONENT_LAYER = 0x01;
const CUSTOM = 0;

/**
 * Reads a core WebAssembly module (https://webassembly.github.io/spec/core/binary/modules.html) without compiling or
 * executing it: time is linear in the number of sections and entries, memory is bounded (see bounds.ts), bytes are
 * never copied or changed.
 *
 * What it vouches for: the header, sections complete, in order and exactly filled, every count, index and name.
 * By design it does not read function bodies or compare types: an engine may still refuse what passes here.
 * @throws MalformedModule, and nothing else whatever the bytes
 */
export function inspectModule(bytes: Uint8Array): ModuleReport {
  checkHeader(bytes);
  const state = newState(bytes.length);
  const reader = new Reader(bytes, "The module", HEADER_BYTES);
  let last = { name: "", rank: 0 };
  while (reader.remaining > 0) last = readSection(reader, state, last);
  checkWhole(state, bytes.length);
  return state.report;
}

function readSection(reader: Reader, state: ModuleState, last: { name: string; rank: number }): typeof last {
  const start = reader.at;
  const id = reader.u8();
  const section = SECTIONS[id];
  if (id !== CUSTOM && !section) throw new MalformedModule(`The module has a section of the unknown kind ${id}`, start);
  const place = section ? `The ${section.name} section` : "A custom section";
  const size = reader.u32();
  if (size > reader.remaining) {
    throw new MalformedModule(`${place} claims ${size} bytes where ${reader.remaining} are left`, start);
  }
  const content = reader.take(size, place);
  if (!section) {
    readCustomSection(content, state);
    return last;
  }
  if (section.rank === last.rank) throw new MalformedModule(`${place} occurs twice`, start);
  if (section.rank < last.rank) throw new MalformedModule(`${place} must come before the ${last.name} section`, start);
  section.read(content, state);
  if (content.remaining > 0) throw content.malformed(`has ${content.remaining} bytes left over`);
  return section;
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
