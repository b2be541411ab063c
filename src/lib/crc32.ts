import * as zlib from "node:zlib";

/** CRC-32 as zip and PNG have it (ISO 3309). @param before the result for what came before, when the data comes in pieces */
export const crc32: (data: Uint8Array, before?: number) => number = zlib.crc32 ?? bitwise;

/** Node 18 has none, and runs the command line, which opens a package now and then: slow, and short. */
function bitwise(data: Uint8Array, before = 0): number {
  let rest = ~before;
  for (const byte of data) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (0xedb88320 & -(rest & 1));
  }
  return ~rest >>> 0;
}
