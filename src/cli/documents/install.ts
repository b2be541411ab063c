import * as z from "zod";
import { Count } from "#contract/common.ts";
import { PluginName, RegistryEntry, Version, VersionEntry } from "#contract/plugins.ts";
import { WantedPlugin } from "../install/lock.ts";

const Named = z.object({ name: PluginName, version: Version });

const Installed = Named.extend({
  /** The version that it replaces. */
  before: Version.nullable(),
  /** Bytes of the module. */
  size: Count,
  /** Whether it was asked for, not only needed by another. */
  requested: z.boolean(),
  yanked: z.boolean(),
  yank_reason: z.string().nullable(),
  deprecated: RegistryEntry.shape.deprecated,
  /** What its module can do, null where that is not known or only restored; `is_new`: nothing here could do it before. */
  capabilities: z.array(z.object({ id: z.string(), text: z.string(), is_new: z.boolean() })).nullable(),
  findings: VersionEntry.shape.findings,
});
export type Installed = z.infer<typeof Installed>;

/** `install`, `update` and `remove --json`. */
export const ChangesDocument = z.object({
  directory: z.string(),
  lock_file: z.string(),
  installed: z.array(Installed),
  removed: z.array(Named),
  /** Plugins that were in place already. */
  kept: Count,
});
export type ChangesDocument = z.infer<typeof ChangesDocument>;

/** `list --json`. */
export const ListDocument = z.object({
  directory: z.string(),
  registry: z.url().nullable(),
  plugins: z.array(
    WantedPlugin.extend({ requirement: z.string().nullable(), needed_by: z.array(PluginName) }).omit({
      dependencies: true,
    }),
  ),
});
export type ListDocument = z.infer<typeof ListDocument>;

/** `outdated --json`: only what is not the newest. */
export const OutdatedDocument = z.object({
  plugins: z.array(
    z.object({
      name: PluginName,
      current: Version,
      /** The highest that the requirements of all plugins here allow; null where nothing needs it any more. */
      wanted: Version.nullable(),
      latest: Version,
      yanked: z.boolean(),
      deprecated: RegistryEntry.shape.deprecated,
    }),
  ),
});
export type OutdatedDocument = z.infer<typeof OutdatedDocument>;

/** `verify --json`. */
export const VerifyDocument = z.object({
  directory: z.string(),
  plugins: z.array(Named.extend({ state: z.enum(["intact", "missing", "changed"]), problems: z.array(z.string()) })),
});
export type VerifyDocument = z.infer<typeof VerifyDocument>;
