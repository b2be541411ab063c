import { nativeCrc32 } from "../crc32.ts";
import type { ZipEntry } from "./directory.ts";
import { MalformedZip } from "./malformed.ts";

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * One file's bytes. Never holds more than `mostBytes`, whatever the archive claims: expanding stops there.
 * @throws MalformedZip when it is larger than that, or than it says, or its CRC-32 is another
 */
export async function extract(
  zip: Uint8Array<ArrayBuffer>,
  entry: ZipEntry,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.sizeBytes > mostBytes) throw new MalformedZip(`'${entry.name}' has more than ${mostBytes} bytes`);
  const packed = locate(zip, entry);
  const bytes = entry.method === STORED ? packed.slice() : await inflate(packed, entry);
  if (bytes.length !== entry.sizeBytes) throw new MalformedZip(`'${entry.name}' is not as long as it says`);
  const crc32 = await nativeCrc32();
  if (crc32(bytes) !== entry.crc) throw new MalformedZip(`'${entry.name}' is damaged: its CRC-32 does not match`);
  return bytes;
}

function locate(zip: Uint8Array<ArrayBuffer>, { name, offset, method, compressedBytes }: ZipEntry) {
  if (method !== STORED && method !== DEFLATED)
    throw new MalformedZip(`'${name}' is packed in an unknown way (${method})`);
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (offset + LOCAL_BYTES > zip.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) {
    throw new MalformedZip(`'${name}' is not where the directory says`);
  }
  const nameEnd = offset + LOCAL_BYTES + view.getUint16(offset + 26, true);
  // Who reads a zip from the front would take it for another file.
  if (new TextDecoder().decode(zip.subarray(offset + LOCAL_BYTES, nameEnd)) !== name) {
    throw new MalformedZip(`'${name}' has another name beside its bytes`);
  }
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (start + compressedBytes > zip.length) throw new MalformedZip(`'${name}' is cut short`);
  return zip.subarray(start, start + compressedBytes);
}

async function inflate(packed: Uint8Array, { name, sizeBytes }: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const { inflateRawSync } = await import("node:zlib");
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (error) {
    throw new MalformedZip(`'${name}' is damaged, or longer than it says`, { cause: error });
  }
}
