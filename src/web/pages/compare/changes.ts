import type { ComparedVersion } from "#features/versions/index.ts";

/** One thing that is not the same; what is missing on a side is undefined there. */
export interface Change {
  what: string;
  before: string | undefined;
  after: string | undefined;
}

/** What two maps of names to texts do not have in common, by name. */
export function changesOf(before: Record<string, string>, after: Record<string, string>): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .map((what) => ({ what, before: before[what], after: after[what] }))
    .filter((change) => change.before !== change.after);
}

type Metadata = ComparedVersion["metadata"];

const FIELDS: Record<keyof Metadata, string> = {
  description: "Description",
  category: "Category",
  license: "Licence",
  repository: "Repository",
  homepage: "Homepage",
  language: "Language",
  tags: "Tags",
};

/** What the versions say of the plugin, field by field, as texts. */
export function metadataOf({ metadata, min_mockforge_version: mockforge }: ComparedVersion): Record<string, string> {
  const fields = (Object.keys(FIELDS) as (keyof Metadata)[]).map((field) => {
    const value = metadata[field];
    return [FIELDS[field], Array.isArray(value) ? value.join(", ") : (value ?? "")];
  });
  const said = [...fields, ["Needs MockForge", mockforge ?? ""]].filter(([, text]) => text !== "");
  return Object.fromEntries(said) as Record<string, string>;
}

/** Functions that a module imports and exports, each with what it is. */
export function interfaceOf({ wasm }: ComparedVersion): Record<string, string> {
  const imports = (wasm?.imports ?? []).map(({ module, name, kind }) => [`${module}.${name}`, `imported ${kind}`]);
  const exports = (wasm?.exports ?? []).map((name) => [name, "exported"]);
  return Object.fromEntries([...exports, ...imports]) as Record<string, string>;
}
