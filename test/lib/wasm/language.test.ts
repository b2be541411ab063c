import { expect, test } from "vitest";
import { inspectModule } from "#lib/wasm/inspect.ts";
import { detectOrigin } from "#lib/wasm/language.ts";
import { custom, FUNCTION, CODE, moduleOf, producers, section, text, TYPE, vec } from "./binary.ts";

type Fields = Parameters<typeof producers>[0];
const by = (processedBy: Record<string, string>, rest: Fields = {}): Fields => ({
  ...rest,
  "processed-by": processedBy,
});

test.each<[string, Fields, string | null, string | null]>([
  ["rustc", by({ rustc: "1.80.0 (051478957 2024-07-21)" }, { language: { Rust: "" } }), "rust", null],
  [
    "rustc with wasm-bindgen and C linked in",
    by(
      { clang: "18.1.7", rustc: "1.80.0", walrus: "0.20.3", "wasm-bindgen": "0.2.92" },
      { language: { C11: "", Rust: "" } },
    ),
    "rust",
    "wasm-bindgen 0.2.92",
  ],
  ["TinyGo, which says C99", by({ TinyGo: "" }, { language: { C99: "" } }), "go", "TinyGo"],
  ["Go", by({ "Go cmd/compile": "go1.22.5" }, { language: { Go: "go1.22.5" } }), "go", null],
  ["clang for C", by({ "Ubuntu clang": "14.0.0" }, { language: { C11: "" } }), "c", null],
  ["clang for C++ and C", by({ clang: "19" }, { language: { C11: "", C_plus_plus_14: "" } }), "c++", null],
  [
    "Emscripten",
    by({ clang: "19" }, { language: { C_plus_plus_17: "" }, sdk: { Emscripten: "3.1.61" } }),
    "c++",
    "Emscripten 3.1.61",
  ],
  ["Zig", by({ Zig: "0.13.0" }, { language: { Zig: "0.13.0" } }), "zig", null],
  ["AssemblyScript", by({ AssemblyScript: "0.27.29" }), "assemblyscript", "AssemblyScript 0.27.29"],
  ["Swift", by({ "swift-frontend": "6.0" }, { language: { Swift: "6.0" } }), "swift", null],
  ["Javy", by({ Javy: "3.0.1" }), "javascript", "Javy 3.0.1"],
  ["Kotlin by its language alone", { language: { Kotlin: "2.0" } }, "kotlin", null],
  ["clang alone", by({ clang: "19" }), null, null],
  ["an unknown tool", by({ frobnicator: "1" }, { language: { Frob: "1" } }), null, null],
  ["an unknown toolkit", { sdk: { "my\u202Ekit": "9" } }, null, "my\\u{202e}kit 9"],
])("%s is told from the producers section", (_, fields, language, sdk) => {
  expect(detectOrigin(inspectModule(moduleOf(producers(fields))))).toEqual({ language, sdk });
});

test("AssemblyScript is told from what its runtime exports", () => {
  const exports = ["__new", "__pin", "__unpin", "__collect"].map((name) => [...text(name), 0, 0]);
  const module = moduleOf(TYPE, FUNCTION, section(7, vec(...exports)), CODE);
  expect(detectOrigin(inspectModule(module))).toEqual({ language: "assemblyscript", sdk: "AssemblyScript" });
});

test("Go without producers is told from its JavaScript host, Javy from its custom section", () => {
  const gojs = section(2, vec([...text("gojs"), ...text("runtime.wasmExit"), 0, 0]));
  expect(detectOrigin(inspectModule(moduleOf(TYPE, gojs)))).toEqual({ language: "go", sdk: null });
  expect(detectOrigin(inspectModule(moduleOf(custom("javy_source"))))).toEqual({ language: "javascript", sdk: "Javy" });
});

test("a module that says nothing has no language", () => {
  expect(detectOrigin(inspectModule(moduleOf()))).toEqual({ language: null, sdk: null });
});
