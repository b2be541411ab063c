import * as z from "zod";
import { isPluginName } from "#lib/names.ts";
import { isVersion } from "#lib/versions.ts";
import { atMost, Checksum, Count, optional } from "./common.ts";
import { DependencyMap } from "./dependencies.ts";
import { pageFields } from "./paging.ts";
import { Dependencies, PluginName, Version } from "./plugins.ts";

const MAX_LOCKED = 2_000;

const Wanted = DependencyMap.refine((plugins) => Object.keys(plugins).length > 0, "must name at least one plugin")
  .transform((plugins) => Object.fromEntries(Object.entries(plugins).map(([name, text]) => [name, text.trim()])))
  .meta({
    description: "What is wanted: 1 to 100 plugins by name, each with a requirement by Cargo's rules",
    example: { "auth-jwt": "^1.2" },
  });

const Lock = atMost(
  MAX_LOCKED,
  z.record(z.string(), z.string()).superRefine((lock, context) => {
    for (const [name, version] of Object.entries(lock)) {
      const message = isPluginName(name) ? "must be a semantic version like 1.2.0" : "is not a plugin name";
      if (!isPluginName(name) || !isVersion(version)) context.addIssue({ code: "custom", path: [name], message });
    }
  }),
).meta({
  description: "Versions to stay with wherever they fit, even yanked ones: plugin name → version",
  example: { "template-crypto": "1.0.3" },
});

export const ResolveRequest = z
  .object({
    plugins: Wanted,
    mockforge_version: optional(Version).meta({
      description: "Leaves out versions that need a newer MockForge",
      example: "0.3.0",
    }),
    lock: optional(Lock),
  })
  .meta({
    id: "ResolveRequest",
    description: "What somebody wants to install",
    example: { plugins: { "auth-jwt": "^1.2" }, mockforge_version: "0.3.0", lock: { "template-crypto": "1.0.3" } },
  });
export type ResolveRequest = z.infer<typeof ResolveRequest>;

const FILES = "https://registry.example/dl/auth-jwt/auth-jwt-1.2.0";

const ResolvedPlugin = z
  .object({
    name: PluginName,
    version: Version,
    checksum: Checksum.meta({ description: "SHA-256 of the module" }),
    size: Count.meta({ description: "Bytes of the module", example: 48_213 }),
    download_url: z.url().meta({ description: "The WASM module", example: `${FILES}.wasm` }),
    package_url: z.url().meta({ description: "The package: plugin.yaml and the module", example: `${FILES}.zip` }),
    dependencies: Dependencies,
    yanked: z.boolean().meta({ description: "Only ever true of a version in the lock", example: false }),
  })
  .meta({ id: "ResolvedPlugin", description: "A plugin and the version chosen" });

export const ResolveResponse = z
  .object({
    resolved: z.array(ResolvedPlugin).meta({ description: "By name; one version of each plugin" }),
    install_order: z.array(PluginName).meta({
      description: "What is needed before what needs it; plugins that need each other together, by name",
      example: ["template-crypto", "auth-jwt"],
    }),
  })
  .meta({ id: "ResolveResponse", description: "Versions that satisfy everything asked for, and each other" });
export type ResolveResponse = z.infer<typeof ResolveResponse>;

const Dependent = z
  .object({
    name: PluginName,
    version: Version.meta({ description: "Its current version, which has the dependency" }),
    requirement: z.string().meta({ example: "^1.0" }),
    description: z.string().meta({ example: "Checks JSON Web Tokens" }),
    downloads: Count.meta({ example: 1523 }),
  })
  .meta({ id: "Dependent", description: "A plugin that depends on another" });

export const DependentsResponse = z
  .object({ dependents: z.array(Dependent), ...pageFields })
  .meta({ id: "Dependents", description: "Plugins whose current version depends on this one, most downloaded first" });
export type DependentsResponse = z.infer<typeof DependentsResponse>;
