import fc from "fast-check";
import { expect, test } from "vitest";
import { byteBoundedMap } from "#lib/byte-bounded-map.ts";

test("what was used least recently is forgotten first, and what is too large is not taken", () => {
  const map = byteBoundedMap<string>({ maxBytes: 30, maxEntryBytes: 20 });
  for (const key of ["a", "b", "c"]) map.set(key, key, 10);
  map.get("a");
  map.set("d", "d", 10);
  map.set("huge", "huge", 21);
  expect(["a", "b", "c", "d", "huge"].map(map.get)).toEqual(["a", undefined, "c", "d", undefined]);
  map.set("a", "smaller", 1);
  map.set("e", "e", 9);
  expect(["a", "c", "d", "e"].map(map.get)).toEqual(["smaller", "c", "d", "e"]);
  map.set("a", "now too large", 21);
  expect(map.get("a")).toBeUndefined();
});

test("it never holds more than it may, nor less than fits", () => {
  const step = fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), size: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(fc.array(fc.record({ step, deletes: fc.boolean() })), (steps) => {
      const map = byteBoundedMap<number>({ maxBytes: 20, maxEntryBytes: 10 });
      for (const { step: each, deletes } of steps) {
        if (deletes) map.delete(each.key);
        else map.set(each.key, each.size, each.size);
        const held = ["a", "b", "c", "d", "e"].map((key) => map.get(key) ?? 0).reduce((sum, size) => sum + size);
        expect(held).toBeLessThanOrEqual(20);
        expect(map.get(each.key)).toBe(deletes || each.size > 10 ? undefined : each.size);
      }
    }),
  );
});
