import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRange } from "#lib/byte-range.ts";

test.each<[header: string | undefined, range: ReturnType<typeof parseRange>]>([
  ["bytes=0-9", { first: 0, last: 9 }],
  ["bytes=90-", { first: 90, last: 99 }],
  ["bytes=99-99", { first: 99, last: 99 }],
  ["bytes=0-", { first: 0, last: 99 }],
  ["bytes=-10", { first: 90, last: 99 }],
  ["bytes=-1000", { first: 0, last: 99 }],
  ["bytes=50-1000", { first: 50, last: 99 }],
  ["BYTES= 5 - 6 ", { first: 5, last: 6 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=100-200", "unsatisfiable"],
  ["bytes=99999999999999999999-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  [undefined, undefined],
  ["", undefined],
  ["bytes=", undefined],
  ["bytes=-", undefined],
  ["bytes=9-5", undefined],
  ["bytes=0-1,4-5", undefined],
  ["bytes=0-1, 200-", undefined],
  ["bytes=a-b", undefined],
  ["bytes=-1-2", undefined],
  ["bytes=0x0-5", undefined],
  ["lines=1-2", undefined],
])("of 100 bytes, %j is %j", (header, range) => {
  expect(parseRange(header, 100)).toEqual(range);
});

test("a range lies within the file, whatever is asked for", () => {
  const bound = fc.oneof(fc.constant(""), fc.nat().map(String));
  fc.assert(
    fc.property(bound, bound, fc.integer({ min: 1, max: 10_000 }), (from, to, sizeBytes) => {
      const range = parseRange(`bytes=${from}-${to}`, sizeBytes);
      if (typeof range !== "object") return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(sizeBytes);
    }),
  );
});
