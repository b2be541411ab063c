export type ExternKind = "function" | "table" | "memory" | "global" | "tag";

export interface WasmImport {
  module: string;
  name: string;
  kind: ExternKind;
}

export interface WasmExport {
  name: string;
  kind: ExternKind;
}

export interface WasmMemory {
  /** In pages of 64 KiB. */
  minPages: number;
  maxPages: number | null;
  shared: boolean;
  memory64: boolean;
  imported: boolean;
}

export interface Tool {
  name: string;
  version: string;
}

/** The custom section `producers`: https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md */
export interface Producers {
  language: Tool[];
  processedBy: Tool[];
  sdk: Tool[];
}

export interface ModuleReport {
  sizeBytes: number;
  imports: WasmImport[];
  exports: WasmExport[];
  memories: WasmMemory[];
  /** Functions that the module itself defines. */
  functionCount: number;
  /** Whether a function runs as soon as the module is instantiated. */
  hasStart: boolean;
  codeBytes: number;
  /** Bytes that data segments put into memory. */
  dataBytes: number;
  customSections: { name: string; sizeBytes: number }[];
  producers: Producers;
  /** The module's own name, from the custom section `name`. */
  moduleName: string | null;
  /** From the custom section `target_features`, the ones in use: bulk-memory, simd128. */
  targetFeatures: string[];
}

export const PAGE_BYTES = 65_536;
