/** What a plugin.yaml asks for. */
export interface Declaration {
  outboundHttp: boolean;
  allowedHosts: string[];
  readsFiles: boolean;
  writesFiles: boolean;
  allowedPaths: string[];
  maxMemoryBytes: number | null;
}

type Fields = Record<string, unknown>;

/**
 * Reads `capabilities` from a parsed plugin.yaml, whether they stand at the top or under `plugin`, in each form that MockForge
 * has had: `allow_http_outbound`, `allow_read`, `allow_write` and `allowed_paths`; `allow_http`, `read_paths` and
 * `write_paths`; a list of words like `network:http`. Whatever has another shape grants nothing. null when nothing is declared at all.
 */
export function readDeclaration(manifest: unknown): Declaration | null {
  const root = fields(manifest);
  const plugin = fields(root?.["plugin"]);
  for (const declared of [root?.["capabilities"], plugin?.["capabilities"]]) {
    if (Array.isArray(declared)) return fromWords(texts(declared));
    const groups = fields(declared);
    if (groups) return fromGroups(groups);
  }
  return null;
}

function fromGroups(groups: Fields): Declaration {
  const network = fields(groups["network"]) ?? {};
  const filesystem = fields(groups["filesystem"]) ?? {};
  const memory = fields(groups["resources"])?.["max_memory_bytes"];
  const [readPaths, writePaths] = [texts(filesystem["read_paths"]), texts(filesystem["write_paths"])];
  return {
    outboundHttp: network["allow_http_outbound"] === true || network["allow_http"] === true,
    allowedHosts: texts(network["allowed_hosts"]),
    readsFiles: filesystem["allow_read"] === true || readPaths.length > 0,
    writesFiles: filesystem["allow_write"] === true || writePaths.length > 0,
    allowedPaths: [...new Set([...texts(filesystem["allowed_paths"]), ...readPaths, ...writePaths])],
    maxMemoryBytes: typeof memory === "number" && Number.isFinite(memory) && memory >= 0 ? memory : null,
  };
}

/** Words have no room for hosts and paths: what they grant, they grant everywhere. */
const fromWords = (words: readonly string[]): Declaration => ({
  outboundHttp: words.includes("network:http"),
  allowedHosts: [],
  readsFiles: words.includes("filesystem:read"),
  writesFiles: words.includes("filesystem:write"),
  allowedPaths: [],
  maxMemoryBytes: null,
});

const fields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
