import * as z from "zod";
import { CATEGORIES, NAME_MAX_LENGTH, NAME_PATTERN, TAG_MAX_LENGTH, TAG_PATTERN } from "#lib/names.ts";
import { isVersionSelector, SELECTOR_RULE } from "#lib/requirements.ts";
import { isVersion, VERSION_MAX_LENGTH, VERSION_PATTERN } from "#lib/versions.ts";
import { SEVERITIES } from "#lib/wasm/finding.ts";
import { Checksum, Count, Timestamp } from "./common.ts";
import { VersionSignature } from "./signatures.ts";

export const PluginName = z
  .string()
  .max(NAME_MAX_LENGTH, { error: `must have at most ${NAME_MAX_LENGTH} characters`, abort: true })
  .regex(NAME_PATTERN, "must be lower-case letters and digits with single hyphens inside, like auth-jwt")
  .meta({ id: "PluginName", description: "A plugin's name, unique in the registry", example: "auth-jwt" });

export const Version = z
  .string()
  .max(VERSION_MAX_LENGTH, { error: `must have at most ${VERSION_MAX_LENGTH} characters`, abort: true })
  .refine(isVersion, "must be a semantic version like 1.2.0")
  .meta({ id: "Version", description: "Semver 2.0", pattern: VERSION_PATTERN.source, example: "1.2.0" });

export const VersionSelector = z.string().refine(isVersionSelector, SELECTOR_RULE).meta({
  description:
    "An exact version, `latest`, or a requirement by Cargo's rules: the highest match that is not yanked, a prerelease only where the requirement names one",
  example: "1.2.0",
});

export const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .max(TAG_MAX_LENGTH, { error: `must have at most ${TAG_MAX_LENGTH} characters`, abort: true })
  .regex(TAG_PATTERN, "must be letters and digits with single hyphens inside, like json-web-token")
  .meta({ example: "jwt" });

export const Category = z
  .enum(CATEGORIES)
  .meta({ id: "Category", description: "What a plugin is for", example: "auth" });

export const Badge = z.enum(["official", "verified", "popular", "highly-rated", "maintained", "trending"]).meta({
  id: "Badge",
  description:
    "official: by an official account; verified: marked by an administrator; popular: 1,000 downloads; highly-rated: 4.5 stars from 10 reviews; maintained: a version in the last 90 days; trending: 50 downloads in 7 days, 1.5 times the 7 days before",
  example: "verified",
});
export type Badge = z.infer<typeof Badge>;

export const Dependencies = z.record(z.string(), z.string()).meta({
  description: "Plugin name → requirement",
  example: { "template-crypto": "^1.0" },
});

const WasmSummary = z
  .object({
    imports: z.array(z.object({ module: z.string(), name: z.string(), kind: z.string() })),
    exports: z.array(z.string()),
    language: z.string().nullable(),
    sdk: z.string().nullable(),
  })
  .meta({
    id: "WasmSummary",
    description: "What the module's own sections say",
    example: {
      imports: [{ module: "env", name: "log", kind: "function" }],
      exports: ["authenticate"],
      language: "Rust",
      sdk: null,
    },
  });

const Capability = z.object({ id: z.string(), text: z.string(), evidence: z.array(z.string()) }).meta({
  id: "Capability",
  description: "Something the module can ask of its host, and the imports that show it",
  example: {
    id: "random",
    text: "Reads random numbers",
    evidence: ["wasi_snapshot_preview1.random_get"],
  },
});

const Finding = z.object({ severity: z.enum(SEVERITIES), code: z.string(), text: z.string() }).meta({
  id: "Finding",
  description: "Something to know before using it",
  example: { severity: "low", code: "no-declaration", text: "No plugin.yaml says what the module needs." },
});

export const VersionEntry = z
  .object({
    version: Version,
    download_url: z
      .url()
      .meta({ description: "The WASM module", example: "https://registry.example/dl/auth-jwt/auth-jwt-1.2.0.wasm" }),
    package_url: z.url().meta({
      description: "The package: plugin.yaml and the module",
      example: "https://registry.example/dl/auth-jwt/auth-jwt-1.2.0.zip",
    }),
    sbom_url: z.url().nullable().meta({
      description: "What the module is made of, as its publisher says; null when they do not",
      example: "https://registry.example/api/v1/plugins/auth-jwt/versions/1.2.0/sbom",
    }),
    sbom_signature_url: z.url().nullable().meta({
      description: "Their signature of that, which the registry keeps and does not check",
      example: null,
    }),
    checksum: Checksum.meta({ description: "SHA-256 of the module" }),
    size: Count.meta({ description: "Bytes of the module", example: 48_213 }),
    published_at: Timestamp,
    published_by: z.string().meta({ description: "A username", example: "admin" }),
    signature: VersionSignature.nullable(),
    yanked: z.boolean().meta({ example: false }),
    yank_reason: z.string().nullable().meta({ example: null }),
    min_mockforge_version: z.string().nullable().meta({ example: "0.3.0" }),
    dependencies: Dependencies,
    downloads: Count.meta({ example: 812 }),
    wasm: WasmSummary.nullable().meta({ description: "null in lists" }),
    capabilities: z.array(Capability).nullable().meta({ description: "What the module can do, by its imports" }),
    capability_changes: z
      .array(z.string())
      .meta({ description: "How that differs from the version before", example: ["now also uses network sockets"] }),
    findings: z
      .array(Finding)
      .nullable()
      .meta({ description: "What is remarkable about the module, the gravest first" }),
  })
  .meta({ id: "VersionEntry", description: "One published version, whose bytes never change" });
export type VersionEntry = z.infer<typeof VersionEntry>;

export const VersionList = z
  .object({ name: PluginName, versions: z.array(VersionEntry), total: Count.meta({ example: 1 }) })
  .meta({ id: "VersionList", description: "All versions, the highest first" });
export type VersionList = z.infer<typeof VersionList>;

export const RegistryEntry = z
  .object({
    name: PluginName,
    description: z.string().meta({ example: "Checks JSON Web Tokens" }),
    version: Version.meta({ description: "The highest stable version that is not yanked, else the highest" }),
    versions: z.array(VersionEntry),
    author: z.object({ name: z.string(), email: z.null(), url: z.string().nullable() }).meta({
      description: "E-mail addresses are never public",
      example: { name: "admin", email: null, url: null },
    }),
    owners: z.array(z.string()).meta({ example: ["admin"] }),
    tags: z.array(z.string()).meta({ example: ["jwt", "security"] }),
    category: Category,
    language: z.string().nullable().meta({ example: "rust" }),
    downloads: Count.meta({ example: 1523 }),
    recent_downloads: Count.meta({ description: "In the last 30 days", example: 340 }),
    rating: z
      .number()
      .min(0)
      .max(5)
      .meta({ description: "The reviews' average, to one decimal; 0 without any", example: 4.8 }),
    reviews_count: Count.meta({ example: 12 }),
    security_score: z.int().min(0).max(100).nullable().meta({ description: "null until analysed", example: null }),
    badges: z.array(Badge),
    repository: z.string().nullable().meta({ example: "https://github.com/mockforge/auth-jwt" }),
    homepage: z.string().nullable().meta({ example: null }),
    license: z.string().meta({ description: "An SPDX expression", example: "MIT OR Apache-2.0" }),
    deprecated: z
      .object({ message: z.string(), replacement: z.string().nullable() })
      .nullable()
      .meta({ example: null }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: "RegistryEntry", description: "A plugin" });
export type RegistryEntry = z.infer<typeof RegistryEntry>;

export const BadgesResponse = z
  .object({ name: PluginName, version: Version, badges: z.array(Badge) })
  .meta({ id: "Badges", description: "The badges a plugin has earned" });
export type BadgesResponse = z.infer<typeof BadgesResponse>;

export const ReadmeBadgeQuery = z.object({
  badge: z.enum(["version", "downloads", "rating"]).default("version").meta({ description: "What the badge shows" }),
});
export type ReadmeBadgeKind = z.infer<typeof ReadmeBadgeQuery>["badge"];
