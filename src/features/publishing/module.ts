import { RegistryError } from "#lib/errors.ts";

const HIGHEST_SECTION_ID = 13;
const COMPONENT_LAYER = 0x01;

/**
 * Refuses what is not a core WebAssembly module: magic, version, and sections that fill the file exactly
 * (https://webassembly.github.io/spec/core/binary/modules.html). Nothing is executed.
 * @throws RegistryError invalid_input
 */
export function checkModule(bytes: Uint8Array): void {
  if (bytes.length < 8 || bytes[0] !== 0x00 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) {
    throw refused("not a WebAssembly module: it does not begin with \\0asm");
  }
  if (bytes[6] === COMPONENT_LAYER) {
    throw refused("a WebAssembly component; MockForge loads core modules, so build for wasm32-wasip1 instead");
  }
  if (bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) {
    throw refused("of an unknown WebAssembly version; version 1 is expected");
  }
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at] ?? 0;
    const size = readSize(bytes, at + 1);
    if (id > HIGHEST_SECTION_ID) throw refused(`malformed: unknown section ${id} at byte ${at}`);
    if (!size || size.end + size.value > bytes.length)
      throw refused(`cut short: the section at byte ${at} goes past the end`);
    at = size.end + size.value;
  }
}

/** An unsigned LEB128 number of at most 32 bits. */
function readSize(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = bytes[start + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  return undefined;
}

function refused(what: string): RegistryError {
  const message = `The module is ${what}`;
  return new RegistryError("invalid_input", { message, issues: [{ path: "wasm_data", message }] });
}
