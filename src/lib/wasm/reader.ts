import { NAME_MAX_BYTES } from "./bounds.ts";
import { MalformedModule } from "./malformed.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a stretch of the module without copying it; whatever it cannot read ends in MalformedModule. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Begins the sentences of errors: "The import section". */
  readonly place: string;
  readonly end: number;
  /** Counted from the beginning of the module, as `end` is. */
  at: number;

  /** @param start where the first of these bytes lies in the module @param end of the stretch, of which they may be but the beginning */
  constructor(bytes: Uint8Array, place: string, start: number, end = start + bytes.length) {
    this.#bytes = bytes;
    this.#start = start;
    this.place = place;
    this.at = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  malformed(predicate: string, offset = this.at): MalformedModule {
    return new MalformedModule(`${this.place} ${predicate}`, offset);
  }

  u8(): number {
    const byte = this.peek();
    this.at += 1;
    return byte;
  }

  peek(): number {
    if (this.at >= this.end) throw this.malformed("is cut short");
    const byte = this.#bytes[this.at - this.#start];
    if (byte === undefined) throw this.malformed("has an entry longer than the registry reads");
    return byte;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw this.malformed("has a number of more than 32 bits", start);
  }

  /** Unsigned LEB128 of at most 64 bits; beyond 2^53 the nearest number. */
  u64(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8();
      if (shift === 63 && byte > 0x01) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw this.malformed("has a number of more than 64 bits", start);
  }

  /** Signed LEB128 of at most so many bits; beyond 2^53 the nearest number. */
  signed(bits: 32 | 33 | 64): number {
    const start = this.at;
    const last = Math.ceil(bits / 7) - 1;
    const signBit = bits - 7 * last - 1;
    let value = 0;
    for (let index = 0; index <= last; index += 1) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte >= 0x80) continue;
      const above = byte >> signBit;
      if (index === last && above !== 0 && above !== 0x7f >> signBit) break;
      return byte & 0x40 ? value - 2 ** (7 * index + 7) : value;
    }
    throw this.malformed(`has a number of more than ${bits} bits`, start);
  }

  skip(count: number): void {
    if (count > this.remaining) throw this.malformed("is cut short", this.end);
    this.at += count;
  }

  /** Well-formed UTF-8 of at most 1 KiB. NUL is refused: databases and C programs cannot carry it. */
  name(): string {
    const start = this.at;
    const size = this.u32();
    if (size > NAME_MAX_BYTES)
      throw this.malformed(`has a name of ${size} bytes; the registry takes at most ${NAME_MAX_BYTES}`, start);
    const from = this.at;
    this.skip(size);
    let text: string;
    try {
      text = utf8.decode(this.#bytes.subarray(from - this.#start, this.at - this.#start));
    } catch {
      throw this.malformed("has a name that is not well-formed UTF-8", from);
    }
    if (text.includes("\0")) throw this.malformed("has a name with a NUL character", from);
    return text;
  }

  /** The next so many bytes as a reader of their own; this one goes on behind them. */
  take(size: number): Reader {
    const from = this.at;
    this.skip(size);
    return new Reader(this.#bytes.subarray(from - this.#start, this.at - this.#start), this.place, from, this.at);
  }
}
