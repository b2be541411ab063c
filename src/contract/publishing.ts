import * as z from "zod";
import { type Claim, claimsOf } from "#lib/manifest.ts";
import { isSpdxExpression } from "#lib/licenses.ts";
import { isSameJson } from "#lib/same-json.ts";
import type { Issue } from "#lib/errors.ts";
import { Checksum, LooseChecksum, optional, Timestamp } from "./common.ts";
import { DependencyMap } from "./dependencies.ts";
import { Base64Module, ModuleSize } from "./module-data.ts";
import { flagParameter, parameter } from "./paging.ts";
import { Category, PluginName, Version } from "./plugins.ts";
import { TagList } from "./search.ts";
import { PublishSignature, PublishSignaturePart } from "./signatures.ts";
import { MAX_INLINE_BYTES, MAX_PACKAGE_BYTES, MAX_README_BYTES, MAX_SBOM_BYTES, MAX_SIGNATURE_BYTES } from "./sizes.ts";
import { byteLength, document, httpUrl, isStorableJson, text } from "./text.ts";

const MAX_MANIFEST_BYTES = 64 * 1024;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const metadata = {
  name: PluginName,
  version: Version,
  description: text(1, 500).meta({ example: "Checks JSON Web Tokens" }),
  category: Category,
  license: text(1, 200)
    .refine(isSpdxExpression, "must be an SPDX expression like MIT OR Apache-2.0")
    .meta({ example: "MIT OR Apache-2.0" }),
  repository: optional(httpUrl()),
  homepage: optional(httpUrl()),
  tags: optional(TagList).transform((tags) => tags ?? []),
  dependencies: optional(DependencyMap).transform((dependencies) => dependencies ?? {}),
  min_mockforge_version: optional(Version),
  language: optional(text(1, 30).toLowerCase().meta({ example: "rust" })),
  readme: optional(document(MAX_README_BYTES).meta({ description: "Markdown" })),
  manifest: optional(
    z
      .record(z.string(), z.unknown())
      .refine(isStorableJson, {
        error: "must be well-formed Unicode without NUL, at most 32 levels deep",
        abort: true,
      })
      .refine(
        (value) => byteLength(JSON.stringify(value)) <= MAX_MANIFEST_BYTES,
        `must be at most ${MAX_MANIFEST_BYTES} bytes`,
      )
      .meta({ description: "plugin.yaml as JSON; what it says is what the other fields must say" }),
  ),
};

/** What a package says of itself, once its plugin.yaml is read. */
export const PublishMetadata = z
  .object(metadata)
  .refine(({ name, dependencies }) => !Object.hasOwn(dependencies, name), {
    path: ["dependencies"],
    error: "a plugin cannot depend on itself",
  });
export type PublishMetadata = z.infer<typeof PublishMetadata>;

/** Where a manifest says two things of one field. */
export const contradictionsIn = (claims: readonly Claim[]): Issue[] =>
  claims
    .filter(({ contradiction }) => contradiction !== undefined)
    .map(({ field, value, contradiction }) => ({
      path: field,
      message: `is said twice: ${told(value)} and ${told(contradiction)}`,
    }));

/**
 * Where a manifest says something else than what is said beside it. What it leaves out, such as a licence, may be added; a name
 * and a version it must have, since MockForge goes by them.
 */
function disagreements(manifest: Record<string, unknown>, beside: Record<string, unknown>): Issue[] {
  const claims = claimsOf(manifest);
  const issues = contradictionsIn(claims).map((issue) => ({ ...issue, path: `manifest.${issue.path}` }));
  for (const { field, value } of claims) {
    if (field === "name" && value !== beside["name"]) {
      issues.push({ path: "manifest", message: `must have the plugin's own id, ${told(beside["name"])}` });
    } else if (field === "version" && value !== beside["version"]) {
      issues.push({ path: "manifest", message: `must have the version that is published, ${told(beside["version"])}` });
    } else if (field !== "capabilities" && value !== undefined && !isSaid(field, value, beside[field])) {
      issues.push({ path: `manifest.${field}`, message: `is ${told(value)}, but beside it ${told(beside[field])}` });
    }
  }
  return issues;
}

/** As it would be stored: trimmed, and in small letters where case is nothing. What is wrong by itself is refused for that. */
function isSaid(field: keyof typeof metadata, claim: unknown, beside: unknown): boolean {
  const [said, own] = [metadata[field].safeParse(claim), metadata[field].safeParse(beside)];
  return !own.success || (said.success && isSameJson(said.data, own.data));
}

const told = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 100);

export const PublishRequest = z
  .object({
    ...metadata,
    checksum: LooseChecksum,
    file_size: optional(ModuleSize),
    size: optional(ModuleSize).meta({ description: "Another name for file_size" }),
    wasm_data: optional(Base64Module),
    signature: optional(PublishSignature),
  })
  .superRefine(
    (value, context) => {
      const { name, manifest, dependencies, file_size, size, wasm_data } = value;
      const fail = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: path.split("."), message });
      if (file_size === undefined && size === undefined) fail("file_size", "is required: the bytes of the module");
      if (file_size !== undefined && size !== undefined && file_size !== size) fail("size", "differs from file_size");
      if (typeof wasm_data === "string" && Number(file_size ?? size) > MAX_INLINE_BYTES) {
        fail(
          "file_size",
          `must be at most ${MAX_INLINE_BYTES} bytes; leave wasm_data out to send the module to storage`,
        );
      }
      if (isObject(dependencies) && Object.hasOwn(dependencies, name)) {
        fail("dependencies", "a plugin cannot depend on itself");
      }
      if (!isObject(manifest)) return;
      for (const { path, message } of disagreements(manifest, value)) fail(path, message);
    },
    // Also when a field is wrong by itself: all issues come at once.
    { when: ({ value }) => isObject(value) },
  )
  .transform(({ size, file_size, ...rest }) => ({ ...rest, file_size: file_size ?? size ?? 0 }))
  .meta({
    id: "PublishRequest",
    description: "One version of a plugin, with its module or to be sent after it; file_size or size is required",
    example: {
      name: "auth-jwt",
      version: "1.2.0",
      description: "Checks JSON Web Tokens",
      category: "auth",
      license: "MIT OR Apache-2.0",
      tags: ["jwt", "security"],
      checksum: "93a44bbb96c751218e4c00d479e4c14358122a389acca16205b1e4d0dc5f9476",
      file_size: 8,
      wasm_data: "AGFzbQEAAAA=",
      dependencies: { "template-crypto": "^1.0" },
    },
  });
export type PublishRequest = z.infer<typeof PublishRequest>;

const file = (maxBytes: number, what: string) => {
  const described = { override: { type: "string", format: "binary", description: `A file: ${what}` } } as const;
  return z
    .custom<File>((value) => value instanceof File, { error: `must be a file: ${what}` })
    .meta(described)
    .refine(({ size }) => size <= maxBytes, `must be at most ${maxBytes} bytes`)
    .meta(described);
};

/** The form that `mockforge-plugin publish` sends. */
export const PackageForm = z
  .object({
    name: PluginName,
    version: Version,
    package: file(MAX_PACKAGE_BYTES, "the package, a .zip of plugin.yaml, one .wasm and maybe README.md"),
    sbom: file(MAX_SBOM_BYTES, "what the module is made of, in CycloneDX, SPDX or any other form").optional(),
    sbom_signature: file(MAX_SIGNATURE_BYTES, "a signature of the sbom, kept as it is and not checked").optional(),
    signature: PublishSignaturePart.optional(),
  })
  .refine(({ sbom, sbom_signature }) => sbom !== undefined || sbom_signature === undefined, {
    path: ["sbom_signature"],
    error: "comes without the sbom that it signs",
  })
  .meta({ id: "PackageForm", description: "A package; what its plugin.yaml says is what is published" });

export const PublishQuery = z.object({
  dry_run: flagParameter().meta({ description: "Run every check and write nothing", example: false }),
});

export const PublishResponse = z
  .object({
    success: z.literal(true),
    message: z.string(),
    name: PluginName,
    version: Version,
    upload_url: z.string().meta({ description: "Where the module is; nothing needs to be sent there" }),
    checksum: Checksum,
    dry_run: z.boolean(),
    published_at: Timestamp.nullable().meta({ description: "null in a dry run" }),
  })
  .meta({
    id: "PublishResponse",
    description: "The version is published",
    example: {
      success: true,
      message: "Published auth-jwt 1.2.0",
      name: "auth-jwt",
      version: "1.2.0",
      upload_url: "https://registry.example/dl/auth-jwt/auth-jwt-1.2.0.wasm",
      checksum: "93a44bbb96c751218e4c00d479e4c14358122a389acca16205b1e4d0dc5f9476",
      dry_run: false,
      published_at: "2026-11-24T09:30:00.000Z",
    },
  });
export type PublishResponse = z.infer<typeof PublishResponse>;

const Reason = text(0, 500)
  .transform((value) => (value === "" ? undefined : value))
  .meta({ description: "Shown to whoever uses the version", example: "Accepts expired tokens" });

export const YankRequest = z
  .object({ reason: optional(Reason) })
  .meta({ id: "YankRequest", description: "Why, if you like to say" });
export type YankRequest = z.infer<typeof YankRequest>;

export const YankQuery = z.object({ reason: parameter(Reason) });

export const YankResponse = z
  .object({
    success: z.literal(true),
    message: z.string(),
    name: PluginName,
    version: Version,
    yanked: z.boolean(),
    yank_reason: z.string().nullable(),
  })
  .meta({
    id: "YankResponse",
    description: "The state of the version now",
    example: {
      success: true,
      message: "Yanked auth-jwt 1.2.0",
      name: "auth-jwt",
      version: "1.2.0",
      yanked: true,
      yank_reason: "Accepts expired tokens",
    },
  });
export type YankResponse = z.infer<typeof YankResponse>;
