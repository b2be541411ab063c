import { MalformedZip } from "./malformed.ts";

/** A file in a zip, as the central directory describes it. */
export interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  compressedBytes: number;
  sizeBytes: number;
  /** Where its local header begins. */
  offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 1_000;
const ENCRYPTED = 0x1;
const IN_64_BITS = 0xffffffff;

/** From this size on, what expands more than tenfold is taken for a bomb. */
const BOMB_BYTES = 64 * 1024 * 1024;
const BOMB_RATIO = 10;

/**
 * Reads the central directory of a zip (APPNOTE 6.3.10, sections 4.3.12 and 4.3.16), and nothing of the files.
 * @throws MalformedZip also for encryption, ZIP64, names that leave the folder, and bombs
 */
export function readDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count > MOST_ENTRIES) throw new MalformedZip(`it holds more than ${MOST_ENTRIES} files`);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i += 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new MalformedZip("its directory is broken");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw new MalformedZip("its directory is cut short");
    entries.push(readEntry(view, at, bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)));
    at = next;
  }
  refuseBomb(entries);
  return entries.filter(({ name }) => !name.endsWith("/"));
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new MalformedZip("it is not a zip archive");
}

function readEntry(view: DataView, at: number, nameBytes: Uint8Array): ZipEntry {
  const name = readName(nameBytes);
  const entry = {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressedBytes: view.getUint32(at + 20, true),
    sizeBytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw new MalformedZip(`'${name}' is encrypted`);
  if ([entry.compressedBytes, entry.sizeBytes, entry.offset].includes(IN_64_BITS)) {
    throw new MalformedZip(`'${name}' is in ZIP64, which nothing of our size needs`);
  }
  return entry;
}

function readName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedZip("a file's name is not UTF-8");
  }
  const leaves = name.startsWith("/") || /^[A-Za-z]:/.test(name) || name.split("/").includes("..");
  if (leaves || /[\\\p{Cc}]/u.test(name)) throw new MalformedZip(`the name ${JSON.stringify(name)} leaves the archive`);
  return name;
}

function refuseBomb(entries: readonly ZipEntry[]): void {
  const expanded = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const packed = entries.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
  if (expanded > BOMB_BYTES && expanded > BOMB_RATIO * packed) {
    throw new MalformedZip(`it expands from ${packed} to ${expanded} bytes`);
  }
}
