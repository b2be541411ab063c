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
 * Reads `capabilities` from a parsed plugin.yaml, whether it stands at the top or under `plugin`. Only a literal true grants
 * something, and whatever has another shape than expected grants nothing. null when nothing is declared at all.
 */
export function readDeclaration(manifest: unknown): Declaration | null {
  const capabilities =
    fields(fields(manifest)?.["capabilities"]) ?? fields(fields(fields(manifest)?.["plugin"])?.["capabilities"]);
  if (!capabilities) return null;
  const network = fields(capabilities["network"]) ?? {};
  const filesystem = fields(capabilities["filesystem"]) ?? {};
  const memory = fields(capabilities["resources"])?.["max_memory_bytes"];
  return {
    outboundHttp: network["allow_http_outbound"] === true,
    allowedHosts: texts(network["allowed_hosts"]),
    readsFiles: filesystem["allow_read"] === true,
    writesFiles: filesystem["allow_write"] === true,
    allowedPaths: texts(filesystem["allowed_paths"]),
    maxMemoryBytes: typeof memory === "number" && Number.isFinite(memory) && memory >= 0 ? memory : null,
  };
}

const fields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
