import type { Random } from "./random.ts";

/** Markup that no page may hold as it is. */
export const MARKUP = `"'><svg onload=fuzz()>`;

const TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "x\udfffy",
  "\u202egnp.exe",
  "\ufeff",
  "\u0000\u0001\u001f\u007f",
  "../../etc/passwd",
  "..",
  "%00",
  "%s%n{{7*7}}${7*7}",
  "'; drop table plugins; --",
  "\\",
  "constructor",
  "__proto__",
  "toString",
  "NaN",
  "null",
  "İıß\u0345",
  "👩‍👩‍👧‍👦".repeat(20),
  "a".repeat(70_000),
  "a\u0301".repeat(2_000),
  "(".repeat(3_000),
  "1.".repeat(3_000),
  "*".repeat(300),
  "& | ! <-> :* ( '",
  "9".repeat(400),
  "1.0.0-".concat("0".repeat(90)),
  "99999999999999999999.0.0",
  ">=1, <1, ^0, ~0.0, *",
  "\r\nSet-Cookie: a=b",
  "javascript:alert(1)",
  "//evil.example",
  MARKUP,
];

const NUMBERS = [-1, 0, 0.5, -0, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 1e308, 5e-324, -(2 ** 63), 10_001];

export const evilText = (random: Random): string => random.pick(TEXTS);

const nested = (depth: number, object: boolean): unknown =>
  JSON.parse(object ? `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}` : `${"[".repeat(depth)}${"]".repeat(depth)}`);

/** Any value of JSON but the one that was asked for. */
export function evilValue(random: Random): unknown {
  const kinds = [
    () => evilText(random),
    () => evilText(random),
    () => random.pick(NUMBERS),
    () => random.pick([null, true, false]),
    () => [],
    () => ({}),
    () => [evilText(random), random.pick(NUMBERS)],
    () => nested(random.pick([3, 65, 1_000, 4_000]), random.chance(0.5)),
    () => Array.from({ length: random.pick([11, 101, 2_000]) }, (_, index) => `a${index}`),
    () => Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`key-${index}`, "^1"])),
    () => JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1},"toString":"x"}') as unknown,
    () => ({ [evilText(random)]: evilText(random) }),
  ];
  return random.pick(kinds)();
}

type Change = (value: unknown, random: Random) => unknown;

const replaced: Change = (_, random) => evilValue(random);
const withOneMore: Change = (value, random) =>
  Array.isArray(value)
    ? [...value, ...value, evilValue(random)]
    : { ...(value as object), ...(evilValue(random) as object) };
const withOneLess: Change = (value, random) => {
  const entries = Object.entries(value as object);
  const left = entries.toSpliced(random.below(entries.length), 1);
  return Array.isArray(value) ? left.map(([, item]) => item as unknown) : Object.fromEntries(left);
};

/** The same value, but for one place in it. */
export function spoilt(value: unknown, random: Random): unknown {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return replaced(value, random);
  if (random.chance(0.25)) return random.pick([replaced, withOneMore, withOneLess])(value, random);
  const key = random.pick(Object.keys(value));
  const inner = spoilt((value as Record<string, unknown>)[key], random);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  return { ...value, [key]: inner };
}

/** What JSON's grammar, or UTF-8's, does not have, or has twice. */
export function spoiltText(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length + 1);
  const insert = (...more: number[]) => Buffer.concat([bytes.subarray(0, at), Buffer.from(more), bytes.subarray(at)]);
  const first = text.replace(/^\{/, '{"name":0,"version":[],"__proto__":{"x":1},"name":"twice",');
  const tricks = [
    () => bytes.subarray(0, at),
    () => insert(0),
    () => insert(0xc0, 0x80),
    () => insert(0xed, 0xa0, 0x80),
    () => insert(0xff),
    () => insert(0xef, 0xbb, 0xbf),
    () => Buffer.from(first),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from(text, "utf16le"),
    () => Buffer.from(text.replace(/\d+/, "1e999")),
    () => Buffer.from(text.replace(/\d+/, "9".repeat(5_000))),
    () => Buffer.from(text.replaceAll('"', "'")),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.from("[".repeat(50_000)),
    () => Buffer.alloc(0),
    () => Buffer.from(random.pick(["null", "1", '"x"', "[]", "true", "NaN", "{", " "])),
    () => Buffer.concat([bytes, Buffer.alloc(random.pick([1, 70_000]), " ")]),
  ];
  return random.pick(tricks)();
}
