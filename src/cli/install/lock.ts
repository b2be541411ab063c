import * as z from "zod";
import { Checksum, Count } from "#contract/common.ts";
import { DependencyMap } from "#contract/dependencies.ts";
import { PluginName, Version } from "#contract/plugins.ts";
import { isRequirement } from "#lib/requirements.ts";

/** A plugin as it should lie on the disk, as far as the registry says it. */
export const WantedPlugin = z.object({
  name: PluginName,
  version: Version,
  /** Of the module. */
  checksum: Checksum,
  /** Bytes of the module. */
  size: Count,
  /** What was asked for; none for what only others need. */
  requirement: z.string().refine(isRequirement, "must be a version requirement").optional(),
  dependencies: DependencyMap,
});
export type WantedPlugin = z.infer<typeof WantedPlugin>;

/** The same, to the last byte. */
export const LockedPlugin = WantedPlugin.extend({
  manifest_checksum: Checksum,
  /** What its module can do, as the registry calls it; none where it was not analysed. */
  capabilities: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/)).optional(),
});
export type LockedPlugin = z.infer<typeof LockedPlugin>;

const VERSION = 1;

/** `mockforge-plugins.lock` */
export const Lock = z.object({
  version: z.literal(VERSION, `must be ${VERSION}: the file was written by another version of mockforge-registry`),
  registry: z.url(),
  plugin: z
    .array(LockedPlugin)
    .refine((plugins) => new Set(plugins.map(({ name }) => name)).size === plugins.length, "names a plugin twice"),
});
export type Lock = z.infer<typeof Lock>;

export const emptyLock = (registry: string): Lock => ({ version: VERSION, registry, plugin: [] });
