/**
 * Sets of the values that one plugin can take, one bit each: bit 0 is "not chosen at all", bit i + 1 its version i.
 * Never changed once made.
 */
export type Bits = Uint32Array;

export const ABSENT = 0;

const words = (size: number) => new Uint32Array((size + 31) >>> 5);

/** @param size how many values there are */
export function fullBits(size: number): Bits {
  const bits = words(size).fill(0xffff_ffff);
  const spare = size & 31;
  if (spare > 0) bits[bits.length - 1] = 2 ** spare - 1;
  return bits;
}

export function bitsOf(size: number, chosen: Iterable<number>): Bits {
  const bits = words(size);
  for (const member of chosen) bits[member >>> 5]! |= 1 << (member & 31);
  return bits;
}

export const and = (a: Bits, b: Bits): Bits => a.map((word, index) => word & b[index]!);
export const or = (a: Bits, b: Bits): Bits => a.map((word, index) => word | b[index]!);
export const without = (a: Bits, b: Bits): Bits => a.map((word, index) => word & ~b[index]!);

export const isEmpty = (bits: Bits): boolean => bits.every((word) => word === 0);

export function isSubset(a: Bits, b: Bits): boolean {
  for (let index = 0; index < a.length; index += 1) if ((a[index]! & ~b[index]!) !== 0) return false;
  return true;
}

export function areDisjoint(a: Bits, b: Bits): boolean {
  for (let index = 0; index < a.length; index += 1) if ((a[index]! & b[index]!) !== 0) return false;
  return true;
}

/** From the lowest on. */
export function* members(bits: Bits): Generator<number> {
  for (const [index, word] of bits.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) yield index * 32 + 31 - Math.clz32(rest & -rest);
  }
}
