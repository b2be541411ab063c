import { parse } from "yaml";
import { CATEGORIES } from "#lib/names.ts";

/** plugin.yaml as it is written: fields at the top, or under `plugin:`. */
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads plugin.yaml into the fields of a publication, unchecked. Aliases are bounded by the parser.
 * @throws Error with the parser's words when it is not YAML, or not a map
 */
export function readManifest(text: string): { manifest: Fields; metadata: Fields } {
  const manifest: unknown = parse(text, { maxAliasCount: 50 });
  if (!isFields(manifest)) throw new Error("it is not a map of fields");
  const find = finder(manifest);
  const metadata = {
    ...identityOf(manifest),
    description: find("description"),
    category: categoryOf(find("types") ?? find("type") ?? find("category")),
    license: find("license") ?? undefined,
    repository: find("repository"),
    homepage: find("homepage"),
    tags: find("keywords") ?? find("tags"),
    dependencies: dependenciesOf(find("dependencies")),
    min_mockforge_version: find("min_mockforge_version"),
    language: find("language"),
    manifest,
  };
  return { manifest, metadata };
}

/** Whose plugin.yaml it says to be, unchecked: what MockForge goes by when it is installed. */
export function identityOf(manifest: Fields): { name: unknown; version: unknown } {
  const find = finder(manifest);
  return { name: find("id"), version: find("version") };
}

function finder(manifest: Fields): (name: string) => unknown {
  const plugin = isFields(manifest["plugin"]) ? manifest["plugin"] : manifest;
  return (name) => plugin[name] ?? manifest[name];
}

/** The first of its types that is a category; `other` for types that we have no category for. */
function categoryOf(types: unknown): unknown {
  const named = (Array.isArray(types) ? types : [types]) as unknown[];
  return named.find((type) => (CATEGORIES as readonly unknown[]).includes(type)) ?? "other";
}

/** `[{ id, version }]`, or a map already. */
function dependenciesOf(dependencies: unknown): unknown {
  if (!Array.isArray(dependencies)) return dependencies;
  const pairs = (dependencies as unknown[]).map((each) =>
    isFields(each) ? [each["id"], each["version"] ?? "*"] : [each, "*"],
  );
  return Object.fromEntries(pairs as [string, unknown][]);
}
