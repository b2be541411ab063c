import type { WasmImport } from "./report.ts";

/**
 * What an import lets a module do. Sentences are made of `phrase` ("now also …", "no longer …"); `text` stands alone.
 * Where `isOpenEnded`, each import counts by itself, since the registry does not know what it does.
 */
export const CAPABILITIES = {
  clocks: { phrase: "reads the clock", text: "Reads the time of day and how much time has passed" },
  environment: {
    phrase: "reads environment variables and arguments",
    text: "Reads the environment variables and arguments that the host passes on",
  },
  "filesystem-read": { phrase: "reads files", text: "Reads files in the directories that the host opens to it" },
  "filesystem-write": {
    phrase: "changes files",
    text: "Creates, changes, moves or deletes files in the directories that the host opens to it",
  },
  "filesystem-write-possible": {
    phrase: "can open files for writing",
    text: "Opens files by a call that could also create and overwrite them",
  },
  "host-config": { phrase: "reads its configuration from MockForge", text: "Reads its configuration from MockForge" },
  "host-http": {
    phrase: "sends HTTP requests through MockForge",
    text: "Sends HTTP requests to other servers through MockForge",
  },
  "host-log": { phrase: "writes to MockForge's log", text: "Writes to MockForge's log" },
  "host-memory": {
    phrase: "uses memory that the host provides",
    text: "Uses memory, tables or variables that the host provides",
  },
  "host-other": {
    phrase: "calls unknown MockForge functions",
    text: "Calls functions under MockForge's name that the registry does not know",
    isOpenEnded: true,
  },
  "host-storage": {
    phrase: "keeps data in MockForge",
    text: "Keeps data in MockForge between requests and reads it back",
  },
  polling: { phrase: "waits and yields", text: "Waits for time or input and lets others run meanwhile" },
  "process-exit": { phrase: "stops itself", text: "Stops its own run" },
  "process-spawn": { phrase: "starts other programs", text: "Starts other programs or threads" },
  random: { phrase: "uses random numbers", text: "Gets random numbers from the host" },
  sockets: { phrase: "imports sockets", text: "Opens or uses network sockets" },
  "standard-streams": {
    phrase: "uses standard input and output",
    text: "Reads standard input or writes standard output and error",
  },
  "unknown-imports": {
    phrase: "imports what MockForge does not provide",
    text: "Imports functions that MockForge does not provide",
    isOpenEnded: true,
  },
  "wasi-other": {
    phrase: "calls unknown WASI functions",
    text: "Calls WASI functions that the registry does not know",
    isOpenEnded: true,
  },
} as const satisfies Record<string, { phrase: string; text: string; isOpenEnded?: true }>;

export type CapabilityId = keyof typeof CAPABILITIES;

type Table = Readonly<Record<string, CapabilityId>>;
const inverted = (groups: Partial<Record<CapabilityId, string>>): Table =>
  Object.fromEntries(
    Object.entries(groups).flatMap(([id, names]) => names.split(" ").map((name) => [name, id as CapabilityId])),
  );

const WASI_MODULES = new Set(["wasi_snapshot_preview1", "wasi_unstable"]);

/**
 * WASI preview 1 (https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md) and its predecessor, whose names
 * are the same. Without path_open a module has no file to read or write, so calls on open files then are about the standard streams;
 * fd_write alone is what printing needs and nearly always there.
 */
const WASI: Table = inverted({
  environment: "args_get args_sizes_get environ_get environ_sizes_get",
  clocks: "clock_res_get clock_time_get",
  random: "random_get",
  "process-exit": "proc_exit proc_raise",
  "process-spawn": "proc_exec proc_fork proc_spawn thread_spawn thread-spawn",
  polling: "poll_oneoff sched_yield",
  "filesystem-read": "path_open path_readlink path_filestat_get fd_readdir fd_pread fd_advise",
  "filesystem-write":
    "path_create_directory path_filestat_set_times path_link path_remove_directory path_rename path_symlink path_unlink_file " +
    "fd_allocate fd_datasync fd_filestat_set_size fd_filestat_set_times fd_pwrite fd_sync",
  "standard-streams":
    "fd_close fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get fd_prestat_get fd_prestat_dir_name " +
    "fd_read fd_renumber fd_seek fd_tell fd_write",
});

/** The first is the one that MockForge's plugin loader takes; its own registry's scanner knows the other two. */
const HOST_MODULES = new Set(["mockforge:plugin/host", "mockforge", "mockforge_host"]);
const HOST_PREFIX = /^mockforge_(?:host_)?/;

/**
 * All that MockForge's plugin loader lets a module import from its host
 * (https://github.com/SaaSy-Solutions/mockforge: mockforge-plugin-loader, validator.rs; mockforge-plugin-core, runtime.rs).
 */
const PROVIDED: Table = inverted({
  "host-log": "log_message",
  "host-config": "get_config_value",
  "host-storage": "store_data retrieve_data",
});

/** What MockForge does not provide, and what by its name it would do where a host did: judged by that, to be safe. */
const BY_NAME: Table = inverted({
  "host-log": "log log_trace log_debug log_info log_warn log_error",
  "host-config": "get_config config_get",
  "host-storage":
    "delete_data kv_get kv_set kv_put kv_delete kv_list cache_get cache_set cache_delete " +
    "storage_get storage_set storage_delete storage_list state_get state_set",
  "host-http":
    "http_request http_fetch http_call http_send http_get http_post http_put http_patch http_delete fetch send_request",
  clocks: "now time_now get_time current_time current_time_ms",
  random: "random random_bytes get_random",
  "filesystem-read": "read_file file_read list_dir",
  "filesystem-write": "write_file file_write delete_file",
});
const HOST: Table = { ...BY_NAME, ...PROVIDED };

/** What compilers import from `env` on their own account: AssemblyScript's runtime. */
const ENV: Table = inverted({ "process-exit": "abort", random: "seed", "standard-streams": "trace console.log" });

const find = (table: Table, name: string): CapabilityId | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export function capabilityOf({ module, name, kind }: WasmImport): CapabilityId {
  if (kind !== "function") return module === "env" && kind !== "tag" ? "host-memory" : "unknown-imports";
  if (WASI_MODULES.has(module)) return find(WASI, name) ?? (name.startsWith("sock_") ? "sockets" : "wasi-other");
  const host = hostFunction({ module, name, kind });
  if (host !== null) return find(HOST, host) ?? "host-other";
  return (module === "env" && find(ENV, name)) || "unknown-imports";
}

/** A function under MockForge's name, as the host would know it; null for what is imported from elsewhere. */
function hostFunction({ module, name, kind }: WasmImport): string | null {
  const isHosts = HOST_MODULES.has(module) || (module === "env" && HOST_PREFIX.test(name));
  return kind === "function" && isHosts ? name.replace(HOST_PREFIX, "") : null;
}

/** A function whose purpose its name tells, and that MockForge does not provide. */
export function isOnlyNamed(item: WasmImport): boolean {
  const name = hostFunction(item);
  return name !== null && find(BY_NAME, name) !== undefined;
}

/** The call that opens files, for reading and for writing alike. */
export const opensFiles = ({ module, name, kind }: WasmImport): boolean =>
  kind === "function" && WASI_MODULES.has(module) && name === "path_open";
