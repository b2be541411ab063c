// Where the types of Workers and of Node meet, those of Workers win; scripts and tests run on Node.
declare var Buffer: BufferConstructor;
declare var process: NodeJS.Process;
declare function clearTimeout(timer: NodeJS.Timeout | null): void;
interface URLSearchParams {
  entries(): import("node:url").URLSearchParamsIterator<[string, string]>;
  keys(): import("node:url").URLSearchParamsIterator<string>;
  values(): import("node:url").URLSearchParamsIterator<string>;
  [Symbol.iterator](): import("node:url").URLSearchParamsIterator<[string, string]>;
}
declare namespace WebAssembly {
  function compile(bytes: BufferSource): Promise<WebAssembly.Module>;
}
