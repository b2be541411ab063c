/** Of Node's modules the Worker uses these functions, which workerd has as native code; its globals are not ours. */
declare module "node:zlib" {
  /** From Node 20.15 on. */
  export const crc32: ((data: Uint8Array, before?: number) => number) | undefined;
  /** @throws Error also for more bytes than `maxOutputLength` */
  export function inflateRawSync(data: Uint8Array, options: { maxOutputLength: number }): Uint8Array<ArrayBuffer>;
}
