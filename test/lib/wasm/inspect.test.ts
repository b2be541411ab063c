import { expect, test } from "vitest";
import { inspectModule } from "#lib/wasm/inspect.ts";
import {
  engineAccepts,
  CODE,
  custom,
  FUNCTION,
  leb,
  MEMORY,
  moduleOf,
  producers,
  section,
  text,
  TYPE,
  vec,
  wat,
} from "./binary.ts";
import { corpus } from "./corpus.ts";

const modules = await corpus();

test("a module is described by its sections, without being compiled", () => {
  expect(inspectModule(modules["everything"]!)).toMatchObject({
    imports: [
      { module: "env", name: "call", kind: "function" },
      { module: "env", name: "table", kind: "table" },
      { module: "env", name: "memory", kind: "memory" },
      { module: "env", name: "base", kind: "global" },
      { module: "env", name: "event", kind: "tag" },
    ],
    exports: [
      { name: "two", kind: "function" },
      { name: "table", kind: "table" },
      { name: "memory", kind: "memory" },
      { name: "count", kind: "global" },
      { name: "event", kind: "tag" },
    ],
    memories: [{ minPages: 1, maxPages: 16, shared: false, memory64: false, imported: true }],
    functionCount: 2,
    hasStart: true,
    dataBytes: 10,
    moduleName: "everything",
  });
});

test("every kind of element and data segment is read", () => {
  expect(inspectModule(modules["segments"]!)).toMatchObject({ functionCount: 3, dataBytes: 13 });
});

test("a memory says whether it is shared, 64-bit and bounded", () => {
  const own = { minPages: 1, imported: false };
  expect(inspectModule(modules["shared memory"]!).memories).toEqual([
    { ...own, maxPages: 4, shared: true, memory64: false },
  ]);
  expect(inspectModule(modules["64-bit memory"]!).memories).toEqual([
    { ...own, maxPages: null, shared: false, memory64: true },
  ]);
});

test("sizes are those of the bodies, the custom sections and the file", () => {
  const module = moduleOf(TYPE, FUNCTION, CODE, custom(".debug_info", [1, 2, 3]));
  expect(inspectModule(module)).toMatchObject({
    sizeBytes: module.length,
    codeBytes: 2,
    customSections: [{ name: ".debug_info", sizeBytes: 15 }],
  });
});

test("custom sections may stand anywhere", () => {
  const mark = custom("mark");
  const { customSections } = inspectModule(moduleOf(mark, TYPE, mark, FUNCTION, mark, CODE, mark));
  expect(customSections).toHaveLength(4);
});

test("producers, the module's name and features in use are read", () => {
  const features = custom("target_features", vec([0x2b, ...text("simd128")], [0x2d, ...text("atomics")]));
  const name = custom("name", section(0, text("jwt.wasm")));
  const origin = producers({
    language: { Rust: "" },
    "processed-by": { rustc: "1.80.0", clang: "18" },
    sdk: { Emscripten: "3.1" },
  });
  expect(inspectModule(moduleOf(name, origin, features))).toMatchObject({
    moduleName: "jwt.wasm",
    targetFeatures: ["simd128"],
    producers: {
      language: [{ name: "Rust", version: "" }],
      processedBy: [
        { name: "rustc", version: "1.80.0" },
        { name: "clang", version: "18" },
      ],
      sdk: [{ name: "Emscripten", version: "3.1" }],
    },
  });
});

test.each([
  ["producers", [0x05]],
  ["producers", vec([...text("language"), 0xff])],
  ["name", [0, 0x7f]],
  ["name", [0, 2, 1, 0xff]],
  ["target_features", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ["producers", vec([...text("language"), ...vec([...text("a\0b"), 0])])],
])("a %s section with nonsense inside is left out, and the module stands", (name, content) => {
  expect(inspectModule(moduleOf(custom(name, content)))).toMatchObject({
    producers: { language: [], processedBy: [], sdk: [] },
    moduleName: null,
    targetFeatures: [],
  });
});

test("a producers field may bear any name, even one that objects have", () => {
  const module = moduleOf(
    producers({ constructor: { x: "1" }, toString: { y: "2" } }),
    custom("__proto__"),
    custom("valueOf"),
  );
  expect(inspectModule(module).producers).toEqual({ language: [], processedBy: [], sdk: [] });
});

test("types of garbage collection are read", () => {
  const struct = [0x5f, ...vec([0x78, 1], [0x64, 0x00, 0])];
  const group = [0x4e, ...vec([0x50, ...vec(), ...struct], [0x4f, ...vec([0]), ...struct], [0x5e, 0x6e, 1])];
  const module = moduleOf(section(1, vec(group, [0x60, ...vec([0x63, 0x00]), ...vec()])), section(3, vec([3])), CODE);
  expect(inspectModule(module).functionCount).toBe(1);
  expect(engineAccepts(module)).toBe(true);
});

test("a table may have an initial value", () => {
  const table = section(4, vec([0x40, 0x00, 0x70, 0x00, 1, 0xd2, 0, 0x0b]));
  const module = moduleOf(TYPE, FUNCTION, table, CODE);
  expect(inspectModule(module).functionCount).toBe(1);
  expect(engineAccepts(module)).toBe(true);
});

test("a part of a larger buffer is inspected in place", async () => {
  const module = await wat(`(module (func (export "run")))`);
  const buffer = new Uint8Array(module.length + 20).fill(0xff);
  buffer.set(module, 7);
  expect(inspectModule(buffer.subarray(7, 7 + module.length))).toEqual(inspectModule(module));
});

test.each(Object.entries(modules))("Node's engine accepts the module '%s' too", (_, bytes) => {
  inspectModule(bytes);
  expect(engineAccepts(bytes)).toBe(true);
});

test.each([
  ["one large body", 10, 100, 1],
  ["one large body", 50, 300, 1],
  ["100,000 bodies", 10, 100, 100_000],
  ["100,000 bodies", 50, 300, 100_000],
])("%s in %i MiB takes less than %i ms", (_, mebibytes, limitMs, count) => {
  const bodyBytes = Math.floor((mebibytes * 1024 * 1024) / count) - 8;
  const body = [...leb(bodyBytes)];
  const code = new Uint8Array(leb(count).length + count * (body.length + bodyBytes));
  code.set(leb(count));
  for (let index = 0, at = leb(count).length; index < count; index += 1, at += body.length + bodyBytes) {
    code.set(body, at);
    code[at + body.length + bodyBytes - 1] = 0x0b;
  }
  const functions = new Uint8Array([...leb(count), ...Array.from({ length: count }, () => 0)]);
  const head = [...moduleOf(TYPE), 3, ...leb(functions.length), ...functions, ...MEMORY, 10, ...leb(code.length)];
  const module = new Uint8Array(head.length + code.length);
  module.set(head);
  module.set(code, head.length);

  // The best of three, since other tests may take the processor away.
  const elapsedMs = [1, 2, 3].map(() => {
    const start = performance.now();
    inspectModule(module);
    return performance.now() - start;
  });
  const report = inspectModule(module);
  expect(report.codeBytes).toBe(bodyBytes * count);
  expect(Math.min(...elapsedMs)).toBeLessThan(limitMs);
});

test("what an inspection keeps is small and not the module's own bytes", () => {
  const module = moduleOf(
    TYPE,
    FUNCTION,
    CODE,
    custom(
      "padding",
      Array.from({ length: 100_000 }, () => 0),
    ),
  );
  const copy = module.slice();
  expect(JSON.stringify(inspectModule(module)).length).toBeLessThan(1_000);
  expect(module).toEqual(copy);
});
