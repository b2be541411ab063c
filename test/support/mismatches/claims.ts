/** What is said of a version: once beside its module, once in its manifest. */
export interface Claims {
  name: unknown;
  version: unknown;
  description: unknown;
  category: unknown;
  license: unknown;
  repository: unknown;
  homepage: unknown;
  tags: unknown;
  dependencies: unknown;
  min_mockforge_version: unknown;
  language: unknown;
}
export type Field = keyof Claims;

export const LAYOUTS = ["at the top", "under `plugin:`"] as const;
export type Layout = (typeof LAYOUTS)[number];

export const truthOf = (name: string, dependency: string) => ({
  name,
  version: "1.10.0-rc.1+build.7",
  description: "Zählt Äpfel, and checks JSON Web Tokens",
  category: "auth",
  license: "MIT OR Apache-2.0",
  repository: "https://github.com/mockforge/auth-jwt",
  homepage: "https://mockforge.dev/plugins/auth-jwt",
  tags: ["jwt", "security"],
  dependencies: { [dependency]: "^1.0" } as Record<string, string>,
  min_mockforge_version: "0.3.0",
  language: "rust",
});
export type Truth = ReturnType<typeof truthOf>;

/** A claim in the words of a manifest, which calls some fields otherwise. */
export function inManifest(field: Field, value: unknown, layout: Layout): Record<string, unknown> {
  const isNested = layout === "under `plugin:`";
  if (field === "name") return { id: value };
  if (field === "category") return { types: value && [value] };
  if (field === "tags") return { [isNested ? "keywords" : "tags"]: value };
  if (field === "dependencies" && isNested && value) {
    return { dependencies: Object.entries(value).map(([id, version]) => ({ id, version: version as unknown })) };
  }
  return { [field]: value };
}

/** A manifest as MockForge's own plugins write it; what is `undefined` is left out. */
export function manifestOf(claims: Claims, layout: Layout): Record<string, unknown> {
  const fields = Object.entries(claims).map(([field, value]) => inManifest(field as Field, value, layout));
  const { dependencies, ...plugin } = Object.assign({ name: "A plugin" }, ...fields) as Record<string, unknown>;
  return layout === "at the top" ? { ...plugin, dependencies } : { plugin, dependencies };
}
