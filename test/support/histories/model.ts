import semver from "semver";

/** What the registry must answer: a status and, for a refusal, its code. */
export type Expected = { status: number; code?: string };

interface ModelVersion {
  bytes: number;
  publisher: number;
  yanked: boolean;
}

interface ModelPlugin {
  name: string;
  owners: Set<number>;
  takenDown: boolean;
  deprecation: string | null;
  versions: Map<string, ModelVersion>;
  /** Lines of the audit log: what changes nothing leaves none. */
  changes: number;
}

const done: Expected = { status: 200 };
const refused = (status: number, code: string): Expected => ({ status, code });
const NO_PLUGIN = refused(404, "plugin_not_found");

/**
 * The registry as its documentation has it, for one plugin and the names that are mistaken for it. People are numbers;
 * the last one is the administrator. Each method says what the real one must answer, and does it.
 */
export class Model {
  plugin: ModelPlugin | null = null;
  readonly #admin: number;

  constructor(admin: number) {
    this.#admin = admin;
  }

  publish(who: number, name: string, version: string, bytes: number, dryRun: boolean): Expected {
    const { plugin } = this;
    if (plugin && plugin.name !== name) return refused(409, "name_taken");
    if (plugin && !plugin.owners.has(who)) return refused(403, "not_owner");
    if (plugin?.takenDown) return refused(403, "plugin_taken_down");
    const [rival, there] = [...(plugin?.versions ?? [])].find(([each]) => semver.compare(each, version) === 0) ?? [];
    if (there) {
      const isRepeated = rival === version && there.bytes === bytes && there.publisher === who;
      return isRepeated ? done : refused(409, "version_exists");
    }
    if (dryRun) return done;
    this.plugin ??= {
      name,
      owners: new Set([who]),
      takenDown: false,
      deprecation: null,
      versions: new Map(),
      changes: 0,
    };
    this.plugin.versions.set(version, { bytes, publisher: who, yanked: false });
    this.plugin.changes += 1;
    return { status: 201 };
  }

  setYanked(who: number, name: string, version: string, yanked: boolean): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    const there = plugin.versions.get(version);
    if (!there) return refused(404, "version_not_found");
    if (!this.#mayManage(plugin, who)) return refused(403, "not_owner");
    if (there.yanked !== yanked) plugin.changes += 1;
    there.yanked = yanked;
    return done;
  }

  addOwner(who: number, name: string, whom: number): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    if (!this.#mayManage(plugin, who)) return refused(403, "not_owner");
    if (!plugin.owners.has(whom)) plugin.changes += 1;
    plugin.owners.add(whom);
    return done;
  }

  removeOwner(who: number, name: string, whom: number): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    if (!this.#mayManage(plugin, who)) return refused(403, "not_owner");
    if (!plugin.owners.has(whom)) return refused(404, "user_not_found");
    if (plugin.owners.size === 1) return refused(409, "last_owner");
    plugin.owners.delete(whom);
    plugin.changes += 1;
    return done;
  }

  setTakenDown(who: number, name: string, takenDown: boolean): Expected {
    if (who !== this.#admin) return refused(403, "admin_only");
    if (this.plugin?.name !== name) return NO_PLUGIN;
    if (this.plugin.takenDown !== takenDown) this.plugin.changes += 1;
    this.plugin.takenDown = takenDown;
    return done;
  }

  deprecate(who: number, name: string, message: string | null): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    if (!plugin.owners.has(who)) return refused(403, "not_owner");
    if (plugin.deprecation !== message) plugin.changes += 1;
    plugin.deprecation = message;
    return done;
  }

  /** The plugin as the public sees it under that name. */
  visible(name: string): ModelPlugin | null {
    return this.plugin?.name === name && !this.plugin.takenDown ? this.plugin : null;
  }

  #mayManage(plugin: ModelPlugin, who: number): boolean {
    return who === this.#admin || plugin.owners.has(who);
  }
}

const isStable = (version: string) => semver.prerelease(version) === null;

/** Newest first. */
export const sorted = (plugin: ModelPlugin): string[] => semver.rsort([...plugin.versions.keys()]);

/** The highest stable version not yanked, else the highest not yanked, else the highest. */
export function currentVersion(plugin: ModelPlugin): string | undefined {
  const versions = sorted(plugin);
  const inUse = versions.filter((version) => !plugin.versions.get(version)?.yanked);
  return inUse.find(isStable) ?? inUse[0] ?? versions[0];
}

/** What `*` resolves to. */
export const resolved = (plugin: ModelPlugin): string | undefined =>
  sorted(plugin).find((version) => isStable(version) && !plugin.versions.get(version)?.yanked);
