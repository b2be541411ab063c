import type { Capability } from "./capabilities.ts";
import { isOnlyNamed } from "./capability-table.ts";
import type { Declaration } from "./declared.ts";
import type { Finding, Severity } from "./finding.ts";
import { type ModuleReport, PAGE_BYTES, type WasmMemory } from "./report.ts";
import { listed, shown } from "./shown.ts";

const MIB = 1024 * 1024;
/** Above this a plugin is more likely to carry something along than to need it. */
const LARGE_BYTES = 10 * MIB;
/** Modules of unknown imports that are named one by one. */
const MOST_NAMED = 20;

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < MIB ? `${rounded(bytes / 1024)} KiB` : `${rounded(bytes / MIB)} MiB`;
}

const rounded = (value: number): number => Number(value.toFixed(1));
const finding = (severity: Severity, code: string, text: string): Finding => ({ severity, code, text });

/** What can be said of a module beside the capabilities that plugin.yaml has a word for. */
export function moduleFindings(
  report: ModuleReport,
  capabilities: readonly Capability[],
  declaration: Declaration | null,
): Finding[] {
  return [
    ...aboutMemory(report.memories, declaration),
    ...aboutImports(report, capabilities),
    ...aboutContents(report),
  ];
}

function aboutMemory(memories: readonly WasmMemory[], declaration: Declaration | null): Finding[] {
  const found: Finding[] = [];
  const add = (severity: Severity, code: string, text: string) => found.push(finding(severity, code, text));
  const needed = memories.reduce((sum, { minPages }) => sum + minPages * PAGE_BYTES, 0);
  const declared = declaration?.maxMemoryBytes ?? null;
  if (declared !== null && needed > declared) {
    const text = `The module starts with ${size(needed)} of memory, more than the ${size(declared)} that plugin.yaml declares (capabilities.resources.max_memory_bytes).`;
    add("medium", "memory-above-declared", text);
  }
  if (memories.some(({ shared }) => shared)) {
    add("medium", "shared-memory", "The memory is made to be shared between threads, which MockForge does not run.");
  }
  if (memories.some(({ maxPages }) => maxPages === null)) {
    add("low", "memory-without-maximum", "The memory has no maximum; only the host's limit stops its growth.");
  }
  if (memories.some(({ memory64 }) => memory64)) {
    add("low", "memory64", "The memory has 64-bit addresses, which MockForge may not load.");
  }
  if (memories.length > 1) {
    add("low", "several-memories", `The module has ${memories.length} memories; MockForge runs modules with one.`);
  }
  return found;
}

function aboutImports({ imports }: ModuleReport, capabilities: readonly Capability[]): Finding[] {
  const evidence = (id: Capability["id"]) => capabilities.find((each) => each.id === id)?.evidence ?? [];
  const found: Finding[] = [];
  const unknown = new Set(evidence("unknown-imports"));
  for (const [module, items] of Map.groupBy(imports, (each) => each.module)) {
    const names = new Set(items.filter(({ name }) => unknown.has(`${module}.${name}`)).map(({ name }) => name));
    if (names.size === 0) continue;
    const text = `Imports from '${shown(module)}', which MockForge does not provide: ${listed([...names].toSorted())}.`;
    found.push(finding("medium", "unknown-imports", text));
  }
  const spared = found.splice(MOST_NAMED).length;
  if (spared > 0) {
    found.push(
      finding("medium", "unknown-imports-more", `Imports from ${spared} more modules that MockForge does not provide.`),
    );
  }
  const add = (id: Capability["id"], severity: Severity, code: string, sentence: string) => {
    const names = evidence(id);
    if (names.length > 0) found.push(finding(severity, code, `${sentence}: ${listed(names)}.`));
  };
  add("process-spawn", "high", "starts-programs", "Imports what starts other programs or threads");
  add("host-other", "medium", "unknown-host-functions", "Calls MockForge functions that the registry does not know");
  const named = imports.filter(isOnlyNamed).map(({ module, name }) => `${module}.${name}`);
  if (named.length > 0) {
    const text = `Imports host functions that MockForge's plugin loader does not provide: ${listed([...new Set(named)].toSorted())}.`;
    found.push(finding("info", "host-functions-not-provided", text));
  }
  add("wasi-other", "medium", "unknown-wasi-functions", "Calls WASI functions that the registry does not know");
  return found;
}

function aboutContents({ exports, hasStart, customSections, sizeBytes }: ModuleReport): Finding[] {
  const found: Finding[] = [];
  if (!exports.some(({ kind }) => kind === "function")) {
    found.push(finding("low", "no-exports", "The module exports no function, so MockForge has nothing to call."));
  }
  if (hasStart) {
    found.push(
      finding("info", "start-function", "A start function runs as soon as the module is loaded, before any call."),
    );
  }
  const debug = customSections.filter(({ name }) => name.startsWith(".debug_"));
  if (debug.length > 0) {
    const bytes = debug.reduce((sum, section) => sum + section.sizeBytes, 0);
    const text = `Debug information is left in, ${size(bytes)} of the module's ${size(sizeBytes)}; strip it for a smaller download.`;
    found.push(finding("info", "debug-info", text));
  }
  if (sizeBytes > LARGE_BYTES) {
    found.push(finding("low", "large-module", `The module is large for a plugin: ${size(sizeBytes)}.`));
  }
  return found;
}
