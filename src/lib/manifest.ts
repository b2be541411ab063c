import { isAlias, type Pair, parseDocument, visit } from "yaml";
import { CATEGORIES } from "#lib/names.ts";
import { isSameJson } from "#lib/same-json.ts";

/** plugin.yaml as it is written: fields at the top, or under `plugin:`. */
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads plugin.yaml, unchecked. Aliases are bounded by the parser.
 * @throws Error with the parser's words when it is not YAML, or not a map
 */
export function readManifest(text: string): Fields {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw problem;
  // The parser refuses a key that is there twice, but does not look behind an alias.
  visit(document, { Pair: refuseAliasAsKey });
  const manifest: unknown = document.toJS({ maxAliasCount: 50 });
  if (!isFields(manifest)) throw new Error("it is not a map of fields");
  return manifest;
}

function refuseAliasAsKey(_: unknown, { key }: Pair): void {
  if (isAlias(key)) throw new Error(`an alias (*${key.source}) cannot be the name of a field`);
}

/** What the fields of a publication are called in a manifest, and what each says by what is written there. */
const FIELDS = {
  name: { words: ["id"], read: asWritten },
  version: { words: ["version"], read: asWritten },
  description: { words: ["description"], read: asWritten },
  category: { words: ["types", "type", "category"], read: categoryOf },
  license: { words: ["license"], read: asWritten },
  repository: { words: ["repository"], read: asWritten },
  homepage: { words: ["homepage"], read: asWritten },
  tags: { words: ["keywords", "tags"], read: asWritten },
  dependencies: { words: ["dependencies"], read: dependenciesOf },
  min_mockforge_version: { words: ["min_mockforge_version"], read: asWritten },
  language: { words: ["language"], read: asWritten },
  capabilities: { words: ["capabilities"], read: asWritten },
} as const satisfies Record<string, { words: readonly string[]; read: (written: unknown) => unknown[] }>;
export type ManifestField = keyof typeof FIELDS;

/** What a manifest says of one field, unchecked; undefined where it says nothing. */
export interface Claim {
  field: ManifestField;
  value: unknown;
  /** Whatever else it says of the same field, in another place or by another word. */
  contradiction: unknown;
}

/** What a manifest says of a publication, and where it says two things. */
export function claimsOf(manifest: Fields): Claim[] {
  const places = isFields(manifest["plugin"]) ? [manifest["plugin"], manifest] : [manifest];
  return (Object.keys(FIELDS) as ManifestField[]).map((field) => {
    const { words, read } = FIELDS[field];
    const written = places.flatMap((place) => words.map((word) => place[word] ?? undefined));
    const values = written.filter((each) => each !== undefined).flatMap((each) => read(each));
    const [value] = values;
    return { field, value, contradiction: values.find((other) => !isSameJson(other, value)) };
  });
}

function asWritten(written: unknown): unknown[] {
  return [written];
}

/** The first of its types that is a category; a type that we have no category for says nothing. */
function categoryOf(types: unknown): unknown[] {
  const named = (Array.isArray(types) ? types : [types]) as unknown[];
  return named.filter((type) => (CATEGORIES as readonly unknown[]).includes(type)).slice(0, 1);
}

/** `[{ id, version }]`, or a map already. A plugin that is listed twice has two requirements, of which the last would win. */
function dependenciesOf(dependencies: unknown): unknown[] {
  if (!Array.isArray(dependencies)) return [dependencies];
  const pairs = (dependencies as unknown[]).map((each) =>
    isFields(each) ? [each["id"], each["version"] ?? "*"] : [each, "*"],
  );
  // Left as it is, it is refused for its shape.
  if (!pairs.every(([id]) => typeof id === "string")) return [dependencies];
  return [pairs, pairs.toReversed()].map((list) => Object.fromEntries(list as [string, unknown][]));
}
