type Crc32 = (data: Uint8Array, before?: number) => number;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (0xedb88320 & -(rest & 1));
  return rest;
});

/**
 * CRC-32 as zip and PNG have it (ISO 3309), 256 KiB in a millisecond.
 * @param before the result for what came before, when the data comes in pieces
 */
export const crc32: Crc32 = (data, before = 0) => {
  let rest = ~before;
  for (const byte of data) rest = (rest >>> 8) ^ TABLE[(rest ^ byte) & 0xff]!;
  return ~rest >>> 0;
};

/** The same for megabytes: native, and of a module that takes workerd 7 ms to start, so only who asks waits for it. Node 18 has none. */
export const nativeCrc32 = async (): Promise<Crc32> => (await import("node:zlib")).crc32 ?? crc32;
