import { expect, test } from "vitest";
import { capabilitiesOf, compareCapabilities } from "#lib/wasm/capabilities.ts";
import { CAPABILITIES, isOnlyNamed } from "#lib/wasm/capability-table.ts";
import type { WasmImport } from "#lib/wasm/report.ts";

const PREVIEW_1 = "wasi_snapshot_preview1";
const called = (module: string, ...names: string[]): WasmImport[] =>
  names.map((name) => ({ module, name, kind: "function" }));
const ids = (imports: WasmImport[]) => capabilitiesOf(imports).map(({ id }) => id);

test.each([
  ["environ_get", ["environment"]],
  ["args_sizes_get", ["environment"]],
  ["clock_time_get", ["clocks"]],
  ["random_get", ["random"]],
  ["proc_exit", ["process-exit"]],
  ["poll_oneoff", ["polling"]],
  ["sched_yield", ["polling"]],
  ["fd_write", ["standard-streams"]],
  ["fd_read", ["standard-streams"]],
  ["fd_prestat_get", ["standard-streams"]],
  ["path_open", ["filesystem-read", "filesystem-write-possible"]],
  ["path_filestat_get", ["filesystem-read"]],
  ["fd_readdir", ["filesystem-read"]],
  ["path_unlink_file", ["filesystem-write"]],
  ["path_rename", ["filesystem-write"]],
  ["fd_pwrite", ["filesystem-write"]],
  ["sock_accept", ["sockets"]],
  ["sock_connect", ["sockets"]],
  ["sock_getaddrinfo", ["sockets"]],
  ["proc_exec", ["process-spawn"]],
  ["path_teleport", ["wasi-other"]],
  ["constructor", ["wasi-other"]],
])("WASI's %s means %j, in preview 1 and before", (name, expected) => {
  expect(ids(called(PREVIEW_1, name))).toEqual(expected);
  expect(ids(called("wasi_unstable", name))).toEqual(expected);
});

test.each([
  ["log_message", "host-log"],
  ["get_config_value", "host-config"],
  ["store_data", "host-storage"],
  ["retrieve_data", "host-storage"],
  ["kv_get", "host-storage"],
  ["http_request", "host-http"],
  ["time_now", "clocks"],
  ["random_bytes", "random"],
  ["read_file", "filesystem-read"],
  ["write_file", "filesystem-write"],
  ["launch_rocket", "host-other"],
])("MockForge's %s means %s, from each of its modules and from env with its prefix", (name, expected) => {
  for (const module of ["mockforge", "mockforge_host", "mockforge:plugin/host"]) {
    expect(ids(called(module, name))).toEqual([expected]);
  }
  expect(ids(called("mockforge", `mockforge_${name}`))).toEqual([expected]);
  expect(ids(called("env", `mockforge_${name}`))).toEqual([expected]);
  expect(ids(called("env", `mockforge_host_${name}`))).toEqual([expected]);
});

test("MockForge's loader provides four functions; others are judged by what their names say", () => {
  const provided = called("mockforge:plugin/host", "log_message", "get_config_value", "store_data", "retrieve_data");
  const named = [...called("mockforge", "http_request", "mockforge_now"), ...called("env", "mockforge_host_read_file")];
  const others = [...called("mockforge", "launch_rocket"), ...called("env", "fetch"), ...called("wbg", "now")];
  expect([...provided, ...named, ...others].filter(isOnlyNamed)).toEqual(named);
});

test("env provides memory and tables, and AssemblyScript's own calls; what else it is asked for is unknown", () => {
  expect(ids([{ module: "env", name: "memory", kind: "memory" }])).toEqual(["host-memory"]);
  expect(ids(called("env", "abort", "seed", "console.log"))).toEqual(["process-exit", "random", "standard-streams"]);
  expect(ids(called("env", "http_request"))).toEqual(["unknown-imports"]);
  expect(ids([{ module: PREVIEW_1, name: "memory", kind: "memory" }])).toEqual(["unknown-imports"]);
  expect(ids([{ module: "env", name: "event", kind: "tag" }])).toEqual(["unknown-imports"]);
});

test("capabilities come sorted, each once, with the imports that show them", () => {
  const imports = [...called(PREVIEW_1, "sock_send", "path_open", "fd_write", "sock_recv"), ...called("wbg", "b", "a")];
  expect(capabilitiesOf([...imports, ...imports])).toEqual([
    { id: "filesystem-read", text: CAPABILITIES["filesystem-read"].text, evidence: [`${PREVIEW_1}.path_open`] },
    {
      id: "filesystem-write-possible",
      text: "Opens files by a call that could also create and overwrite them",
      evidence: [`${PREVIEW_1}.path_open`],
    },
    {
      id: "sockets",
      text: "Opens or uses network sockets",
      evidence: [`${PREVIEW_1}.sock_recv`, `${PREVIEW_1}.sock_send`],
    },
    { id: "standard-streams", text: CAPABILITIES["standard-streams"].text, evidence: [`${PREVIEW_1}.fd_write`] },
    { id: "unknown-imports", text: "Imports functions that MockForge does not provide", evidence: ["wbg.a", "wbg.b"] },
  ]);
});

test("where files are changed for certain, it is not also said that they might be", () => {
  expect(ids(called(PREVIEW_1, "path_open", "path_rename"))).toEqual(["filesystem-read", "filesystem-write"]);
});

test("a module without imports can do nothing but compute", () => {
  expect(capabilitiesOf([])).toEqual([]);
});

test("the difference between two versions is told in sentences", () => {
  const before = capabilitiesOf(called(PREVIEW_1, "fd_readdir", "fd_write"));
  const after = capabilitiesOf([
    ...called(PREVIEW_1, "fd_write", "sock_send", "random_get"),
    ...called("mockforge", "http_get"),
  ]);
  const { added, removed, sentences } = compareCapabilities(before, after);
  expect(added.map(({ id }) => id)).toEqual(["host-http", "random", "sockets"]);
  expect(removed.map(({ id }) => id)).toEqual(["filesystem-read"]);
  expect(sentences).toEqual([
    "now also sends HTTP requests through MockForge",
    "now also uses random numbers",
    "now also imports sockets",
    "no longer reads files",
  ]);
});

test("other calls for the same purpose are no difference, other unknown ones are", () => {
  const before = capabilitiesOf([...called(PREVIEW_1, "sock_send"), ...called("wbg", "a", "b")]);
  const after = capabilitiesOf([...called(PREVIEW_1, "sock_recv"), ...called("wbg", "b", "c")]);
  expect(compareCapabilities(before, after)).toEqual({
    added: [{ id: "unknown-imports", text: expect.any(String), evidence: ["wbg.c"] }],
    removed: [{ id: "unknown-imports", text: expect.any(String), evidence: ["wbg.a"] }],
    sentences: [
      "now also imports what MockForge does not provide: wbg.c",
      "no longer imports what MockForge does not provide: wbg.a",
    ],
  });
});

test("the same capabilities make no difference", () => {
  const same = capabilitiesOf([...called(PREVIEW_1, "sock_send"), ...called("wbg", "a")]);
  expect(compareCapabilities(same, same)).toEqual({ added: [], removed: [], sentences: [] });
});

test("a name that would pretend to be another text is shown as what it is", () => {
  const after = capabilitiesOf(called("wbg", "a\u202Eb\n", "x".repeat(200)));
  const [sentence] = compareCapabilities([], after).sentences;
  expect(sentence).toBe(
    `now also imports what MockForge does not provide: wbg.a\\u{202e}b\\u{a}, wbg.${"x".repeat(75)}…`,
  );
});

test("every capability has words of its own", () => {
  const all = Object.values(CAPABILITIES);
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  expect(new Set(all.map(({ phrase }) => phrase)).size).toBe(all.length);
});
