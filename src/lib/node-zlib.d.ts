/** Of Node's modules the Worker uses this one function, which workerd has as native code; its globals are not ours. */
declare module "node:zlib" {
  /** @param before the result for what came before, when the data comes in pieces */
  export function crc32(data: Uint8Array | string, before?: number): number;
}
