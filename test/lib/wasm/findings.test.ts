import { expect, test } from "vitest";
import { parse } from "yaml";
import { readDeclaration } from "#lib/wasm/declared.ts";
import { findingsOf } from "#lib/wasm/findings.ts";
import { inspectModule } from "#lib/wasm/inspect.ts";
import type { ModuleReport, WasmImport, WasmMemory } from "#lib/wasm/report.ts";
import { custom, moduleOf } from "./binary.ts";

const PREVIEW_1 = "wasi_snapshot_preview1";
const MIB = 1024 * 1024;
const memory: WasmMemory = { minPages: 1, maxPages: 16, shared: false, memory64: false, imported: false };

/** A module that does nothing remarkable, with changes. */
const module = (changes: Partial<ModuleReport> = {}): ModuleReport => ({
  ...inspectModule(moduleOf()),
  exports: [{ name: "process", kind: "function" }],
  memories: [memory],
  ...changes,
});
const called = (from: string, ...names: string[]): WasmImport[] =>
  names.map((name) => ({ module: from, name, kind: "function" }));

const CAPABILITIES = `
capabilities:
  network:
    allow_http_outbound: false
    allowed_hosts: []
  filesystem:
    allow_read: false
    allow_write: false
    allowed_paths: []
  resources:
    max_memory_bytes: 10485760  # 10MB
`;
const fieldsAtTop = parse(`id: auth-basic\ntypes: [auth]\n${CAPABILITIES}  \n`) as unknown;
const fieldsUnderPlugin = parse(`plugin:\n  id: auth-jwt\n  types: [auth]\n${CAPABILITIES}`) as unknown;
const declares = (changes: Record<string, unknown>) => ({ id: "x", capabilities: changes });
const everythingDeclared = declares({
  network: { allow_http_outbound: true, allowed_hosts: ["api.example.com"] },
  filesystem: { allow_read: true, allow_write: true, allowed_paths: ["data/*.csv"] },
});
const codes = (report: ModuleReport, manifest: unknown) =>
  findingsOf(report, manifest).map(({ severity, code }) => `${severity} ${code}`);

test.each([
  ["fields at the top", fieldsAtTop],
  ["fields under plugin", fieldsUnderPlugin],
  ["everything under plugin", { plugin: parse(CAPABILITIES) as unknown }],
])("a manifest with %s declares its capabilities", (_, manifest) => {
  expect(readDeclaration(manifest)).toEqual({
    outboundHttp: false,
    allowedHosts: [],
    readsFiles: false,
    writesFiles: false,
    allowedPaths: [],
    maxMemoryBytes: 10 * MIB,
  });
  expect(findingsOf(module(), manifest)).toEqual([]);
});

test.each([[null], [undefined], ["text"], [[]], [{}], [{ plugin: [] }], [{ capabilities: "network:http" }]])(
  "%j declares nothing",
  (manifest) => {
    expect(readDeclaration(manifest)).toBeNull();
    expect(codes(module(), manifest)).toEqual(["low no-declaration"]);
  },
);

test.each([
  ["at the top", (capabilities: unknown) => ({ capabilities })],
  ["under plugin", (capabilities: unknown) => ({ plugin: { capabilities } })],
])("MockForge's later forms of declaring are understood %s", (_, manifest) => {
  const paths = { network: { allow_http: true, allowed_hosts: ["a.example"] }, filesystem: { read_paths: ["*.csv"] } };
  expect(readDeclaration(manifest(paths))).toMatchObject({
    outboundHttp: true,
    allowedHosts: ["a.example"],
    readsFiles: true,
    writesFiles: false,
    allowedPaths: ["*.csv"],
  });
  const writing = { filesystem: { read_paths: [], write_paths: ["out", "out"], allow_temp_files: true } };
  expect(readDeclaration(manifest(writing))).toMatchObject({
    readsFiles: false,
    writesFiles: true,
    allowedPaths: ["out"],
  });
  expect(readDeclaration(manifest(["network:http", "filesystem:read", "clock", 7]))).toMatchObject({
    outboundHttp: true,
    readsFiles: true,
    writesFiles: false,
  });
  expect(codes(module(), manifest(["filesystem:write"]))).toEqual(["low any-path", "info unused-filesystem-write"]);
  expect(readDeclaration(manifest([]))).toMatchObject({ outboundHttp: false, readsFiles: false, writesFiles: false });
});

test("only a literal true grants something", () => {
  const manifest = declares({
    network: { allow_http_outbound: "true", allowed_hosts: 7 },
    filesystem: 1,
    resources: { max_memory_bytes: "1" },
  });
  expect(readDeclaration(manifest)).toEqual({
    outboundHttp: false,
    allowedHosts: [],
    readsFiles: false,
    writesFiles: false,
    allowedPaths: [],
    maxMemoryBytes: null,
  });
});

test("what a module asks for and does not declare is found, the gravest first", () => {
  const imports = [
    ...called(PREVIEW_1, "path_open", "path_rename", "sock_connect", "fd_write", "random_get"),
    ...called("mockforge", "http_request", "log_message"),
  ];
  expect(findingsOf(module({ imports }), fieldsAtTop)).toEqual([
    {
      severity: "high",
      code: "undeclared-filesystem-write",
      text: "Creates, changes, moves or deletes files in the directories that the host opens to it (wasi_snapshot_preview1.path_rename), which plugin.yaml does not declare (capabilities.filesystem.allow_write).",
    },
    {
      severity: "high",
      code: "undeclared-host-http",
      text: "Sends HTTP requests to other servers through MockForge (mockforge.http_request), which plugin.yaml does not declare (capabilities.network.allow_http_outbound).",
    },
    {
      severity: "high",
      code: "undeclared-sockets",
      text: "Opens or uses network sockets (wasi_snapshot_preview1.sock_connect), which plugin.yaml does not declare (capabilities.network.allow_http_outbound).",
    },
    {
      severity: "medium",
      code: "undeclared-filesystem-read",
      text: "Reads files in the directories that the host opens to it (wasi_snapshot_preview1.path_open), which plugin.yaml does not declare (capabilities.filesystem.allow_read).",
    },
    {
      severity: "info",
      code: "host-functions-not-provided",
      text: "Imports host functions that MockForge's plugin loader does not provide: mockforge.http_request.",
    },
  ]);
  expect(codes(module({ imports }), everythingDeclared)).toEqual(["info host-functions-not-provided"]);
});

test("the same without any declaration", () => {
  const report = module({ imports: called(PREVIEW_1, "sock_connect") });
  expect(findingsOf(report, null)).toEqual([
    {
      severity: "high",
      code: "undeclared-sockets",
      text: "Opens or uses network sockets (wasi_snapshot_preview1.sock_connect), and declares nothing.",
    },
    { severity: "low", code: "no-declaration", text: "No plugin.yaml says what the module needs (capabilities)." },
  ]);
});

test("a reader of files that could also write them gets a low finding, a printer none", () => {
  const readsCsv = declares({ filesystem: { allow_read: true, allowed_paths: ["*.csv"] } });
  expect(codes(module({ imports: called(PREVIEW_1, "path_open", "fd_read", "fd_write") }), readsCsv)).toEqual([
    "low undeclared-filesystem-write-possible",
  ]);
  expect(codes(module({ imports: called(PREVIEW_1, "fd_write", "proc_exit") }), fieldsAtTop)).toEqual([]);
});

test("a declaration that asks for everything, or for what is not used, is found", () => {
  const wide = declares({
    network: { allow_http_outbound: true, allowed_hosts: ["*"] },
    filesystem: { allow_read: true, allow_write: true },
  });
  expect(codes(module(), wide)).toEqual([
    "low any-host",
    "low any-path",
    "info unused-filesystem-read",
    "info unused-filesystem-write",
    "info unused-network",
  ]);
});

test("a memory that starts larger than declared is found, with both sizes", () => {
  const report = module({ memories: [{ ...memory, minPages: 272, maxPages: 300 }] });
  expect(findingsOf(report, fieldsUnderPlugin)).toEqual([
    {
      severity: "medium",
      code: "memory-above-declared",
      text: "The module starts with 17 MiB of memory, more than the 10 MiB that plugin.yaml declares (capabilities.resources.max_memory_bytes).",
    },
  ]);
});

test.each<[string, Partial<ModuleReport>, string[]]>([
  ["an unbounded memory", { memories: [{ ...memory, maxPages: null }] }, ["low memory-without-maximum"]],
  ["a shared memory", { memories: [{ ...memory, shared: true }] }, ["medium shared-memory"]],
  ["a 64-bit memory", { memories: [{ ...memory, memory64: true }] }, ["low memory64"]],
  ["two memories", { memories: [memory, memory] }, ["low several-memories"]],
  ["no memory", { memories: [] }, []],
  ["no function to call", { exports: [{ name: "memory", kind: "memory" }] }, ["low no-exports"]],
  ["a start function", { hasStart: true }, ["info start-function"]],
  ["more than 10 MiB", { sizeBytes: 10 * MIB + 1 }, ["low large-module"]],
  ["a spawned process", { imports: called(PREVIEW_1, "proc_exec") }, ["high starts-programs"]],
  ["an unknown WASI call", { imports: called(PREVIEW_1, "path_teleport") }, ["medium unknown-wasi-functions"]],
  ["an unknown host call", { imports: called("mockforge", "teleport") }, ["medium unknown-host-functions"]],
])("a module with %s: %j makes %j", (_, changes, expected) => {
  expect(codes(module(changes), fieldsAtTop)).toEqual(expected);
});

test("unknown imports are named, one finding for each module they come from", () => {
  const imports = [...called("wbg", "b", "a"), ...called("env", "one", "two", "three", "four", "five", "six")];
  expect(findingsOf(module({ imports }), fieldsAtTop)).toEqual([
    {
      severity: "medium",
      code: "unknown-imports",
      text: "Imports from 'env', which MockForge does not provide: five, four, one, six, three and 1 more.",
    },
    {
      severity: "medium",
      code: "unknown-imports",
      text: "Imports from 'wbg', which MockForge does not provide: a, b.",
    },
  ]);
});

test("a thousand modules of unknown imports make 21 findings", () => {
  const imports = Array.from({ length: 1_000 }, (_, index) => called(`m${index}`, "f")).flat();
  const findings = findingsOf(module({ imports }), fieldsAtTop);
  expect(findings).toHaveLength(21);
  expect(findings.at(-1)?.text).toBe("Imports from 980 more modules that MockForge does not provide.");
});

test("debug information left in is one finding, with its size", () => {
  const bytes = moduleOf(
    custom(
      ".debug_info",
      Array.from({ length: 2_036 }, () => 0),
    ),
    custom(".debug_line"),
  );
  const report = { ...inspectModule(bytes), exports: module().exports };
  expect(findingsOf(report, fieldsAtTop)).toEqual([
    {
      severity: "info",
      code: "debug-info",
      text: "Debug information is left in, 2 KiB of the module's 2 KiB; strip it for a smaller download.",
    },
  ]);
});

test("the order does not depend on the order of imports", () => {
  const imports = [
    ...called(PREVIEW_1, "sock_send", "path_open"),
    ...called("b", "x"),
    ...called("a", "y"),
    ...called("mockforge", "http_get"),
  ];
  expect(findingsOf(module({ imports: imports.toReversed() }), null)).toEqual(findingsOf(module({ imports }), null));
});
