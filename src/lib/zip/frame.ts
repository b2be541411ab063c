import { crc32 } from "../crc32.ts";

/** What a zip holds besides the bytes of its last file: the archive is `head`, those bytes, `tail`. */
export interface ZipFrame {
  head: Uint8Array<ArrayBuffer>;
  tail: Uint8Array<ArrayBuffer>;
  /** Of the whole archive. */
  sizeBytes: number;
}

interface Described {
  name: string;
  sizeBytes: number;
  crc: number;
}

const VERSION_NEEDED = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const STORED = 0;
/** 1980-01-01 00:00, the first moment that a zip can name: the same files always make the same bytes. */
const [TIME, DATE] = [0, 0x0021];

/**
 * A zip (APPNOTE 6.3.10) of files stored as they are, framed round the last of them, which may be too large to be held: its
 * size and CRC-32 suffice. Sizes and CRCs stand before each file, so that readers of streams can read it too.
 */
export function zipFrame(files: readonly { name: string; bytes: Uint8Array }[], last: Described): ZipFrame {
  const head: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const begin = (file: Described) => {
    const local = concatenate(fields([4, 0x04034b50], ...shared(file), [2, 0]), nameOf(file));
    directory.push(
      fields([4, 0x02014b50], [2, VERSION_NEEDED], ...shared(file), [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
      nameOf(file),
    );
    head.push(local);
    at += local.length + file.sizeBytes;
  };
  for (const { name, bytes } of files) {
    begin({ name, sizeBytes: bytes.length, crc: crc32(bytes) });
    head.push(bytes);
  }
  begin(last);
  const count = files.length + 1;
  const listed = concatenate(...directory);
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listed.length], [4, at], [2, 0]);
  const tail = concatenate(listed, end);
  return { head: concatenate(...head), tail, sizeBytes: at + tail.length };
}

/** What a file's local header and its entry in the directory both say. */
const shared = (file: Described): Field[] => [
  [2, VERSION_NEEDED],
  [2, FLAGS],
  [2, STORED],
  [2, TIME],
  [2, DATE],
  [4, file.crc],
  [4, file.sizeBytes],
  [4, file.sizeBytes],
  [2, nameOf(file).length],
];

type Field = [bytes: 2 | 4, value: number];

const nameOf = ({ name }: Described) => new TextEncoder().encode(name);

/** Little-endian numbers, one after the other. */
function fields(...list: Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of list) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** The parts in one array. */
export function concatenate(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
