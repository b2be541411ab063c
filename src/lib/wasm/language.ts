import type { ModuleReport, Tool } from "./report.ts";
import { shown } from "./shown.ts";

export interface Origin {
  /** Lower-case: rust, go, c++. */
  language: string | null;
  /** The toolkit, with its version where known: "TinyGo", "wasm-bindgen 0.2.92". */
  sdk: string | null;
}

type Evidence = Pick<ModuleReport, "producers" | "imports" | "exports" | "customSections">;

/**
 * By compiler, in this order: a TinyGo module also names C99, and a Rust module that links C also names clang,
 * so that the less telling ones come last. Names as tools write them, in lower case.
 */
const COMPILERS: readonly { tool: RegExp; language: string; sdk?: true }[] = [
  { tool: /^tinygo$/, language: "go", sdk: true },
  { tool: /^rustc$/, language: "rust" },
  { tool: /^go cmd\/compile$/, language: "go" },
  { tool: /^(?:asc|assemblyscript)$/, language: "assemblyscript", sdk: true },
  { tool: /^zig$/, language: "zig" },
  { tool: /^swift/, language: "swift" },
  { tool: /^javy$/, language: "javascript", sdk: true },
  { tool: /^componentize-?js$/i, language: "javascript", sdk: true },
  { tool: /^componentize-?py$/i, language: "python", sdk: true },
  { tool: /^dart/, language: "dart" },
  { tool: /^kotlin/, language: "kotlin" },
  { tool: /^moon(?:c|bit)?$/, language: "moonbit" },
];

/** By what a module says its source was written in. */
const LANGUAGES: readonly { name: RegExp; language: string }[] = [
  { name: /^rust$/, language: "rust" },
  { name: /^(?:go|tinygo)$/, language: "go" },
  { name: /^assemblyscript$/, language: "assemblyscript" },
  { name: /^zig$/, language: "zig" },
  { name: /^swift$/, language: "swift" },
  { name: /^kotlin$/, language: "kotlin" },
  { name: /^dart$/, language: "dart" },
  { name: /^d$/, language: "d" },
  { name: /^javascript$/, language: "javascript" },
  { name: /^python$/, language: "python" },
  { name: /^(?:c#|csharp)$/, language: "c#" },
  { name: /^moonbit$/, language: "moonbit" },
  { name: /^(?:c\+\+|c_plus_plus)/, language: "c++" },
  { name: /^c(?:\d+)?$/, language: "c" },
];

/** Tools that say how a module talks to its host; clang and linkers say nothing. */
const TOOLKITS = /^(?:wasm-bindgen|emscripten|wit-bindgen.*|wasi-sdk|cargo-component)$/;

/** AssemblyScript writes no producers section, but its runtime exports these together. */
const ASSEMBLYSCRIPT_EXPORTS = ["__new", "__pin", "__unpin", "__collect"];

export function detectOrigin({ producers, imports, exports, customSections }: Evidence): Origin {
  const { language, processedBy, sdk } = producers;
  for (const compiler of COMPILERS) {
    const tool = processedBy.find(({ name }) => compiler.tool.test(name.toLowerCase()));
    if (tool)
      return { language: compiler.language, sdk: toolkit(sdk, processedBy) ?? (compiler.sdk ? titled(tool) : null) };
  }
  const written = LANGUAGES.find(({ name }) => language.some((tool) => name.test(tool.name.toLowerCase())));
  if (written) return { language: written.language, sdk: toolkit(sdk, processedBy) };
  const exported = new Set(exports.map(({ name }) => name));
  if (ASSEMBLYSCRIPT_EXPORTS.every((name) => exported.has(name)))
    return { language: "assemblyscript", sdk: "AssemblyScript" };
  if (imports.some(({ module }) => module === "gojs")) return { language: "go", sdk: toolkit(sdk, processedBy) };
  if (customSections.some(({ name }) => name === "javy_source")) return { language: "javascript", sdk: "Javy" };
  return { language: null, sdk: toolkit(sdk, processedBy) };
}

function toolkit(sdk: readonly Tool[], processedBy: readonly Tool[]): string | null {
  const tool = sdk[0] ?? processedBy.find(({ name }) => TOOLKITS.test(name.toLowerCase()));
  return tool ? titled(tool) : null;
}

const titled = ({ name, version }: Tool): string | null => shown(`${name} ${version}`.trim()) || null;
