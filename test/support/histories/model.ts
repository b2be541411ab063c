import semver from "semver";

/** What the registry must answer: a status and, for a refusal, its code. */
export type Expected = { status: number; code?: string; helpful_count?: number; unhelpful_count?: number };

interface ModelVersion {
  bytes: number;
  publisher: number;
  yanked: boolean;
}

export interface ModelReview {
  version: string;
  rating: number;
  /** Of each voter: was it helpful? */
  votes: Map<number, boolean>;
  response: string | null;
}

export interface ModelPlugin {
  name: string;
  owners: Set<number>;
  takenDown: boolean;
  deprecation: string | null;
  versions: Map<string, ModelVersion>;
  /** By author, in the order in which they were written. */
  reviews: Map<number, ModelReview>;
  downloads: Map<string, number>;
  /** Who downloaded it while signed in. */
  readers: Set<number>;
  /** Lines of the audit log: what changes nothing leaves none. */
  changes: number;
}

const done: Expected = { status: 200 };
const refused = (status: number, code: string): Expected => ({ status, code });
const NO_PLUGIN = refused(404, "plugin_not_found");
const NO_VERSION = refused(404, "version_not_found");
const NO_REVIEW = refused(404, "review_not_found");
/** What API tokens are made for in histories. */
export const TOKEN_SCOPE = "review";

/**
 * The registry as its documentation has it, for one plugin and the names that are mistaken for it. People are numbers;
 * the last one is the administrator. Each method says what the real one must answer, and does it.
 */
export class Model {
  plugin: ModelPlugin | null = null;
  /** Each one's latest API token. */
  readonly tokens = new Map<number, "valid" | "revoked">();
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
      reviews: new Map(),
      downloads: new Map(),
      readers: new Set(),
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
    if (!there) return NO_VERSION;
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

  review(who: number, name: string, version: string, rating: number): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    if (plugin.owners.has(who)) return refused(403, "own_plugin");
    if (!plugin.versions.has(version)) return NO_VERSION;
    if (plugin.reviews.has(who)) return refused(409, "review_exists");
    plugin.reviews.set(who, { version, rating, votes: new Map(), response: null });
    plugin.changes += 1;
    return { status: 201 };
  }

  editReview(who: number, name: string, author: number, to: { version?: string; rating: number }): Expected {
    return this.#atReview(name, author, (plugin, review) => {
      if (who !== author) return refused(403, "not_author");
      const version = to.version ?? review.version;
      if (!plugin.versions.has(version)) return NO_VERSION;
      if (version !== review.version || to.rating !== review.rating) plugin.changes += 1;
      Object.assign(review, { version, rating: to.rating });
      return done;
    });
  }

  deleteReview(who: number, name: string, author: number): Expected {
    return this.#atReview(name, author, (plugin) => {
      if (who !== author) return refused(403, "not_author");
      plugin.reviews.delete(author);
      plugin.changes += 1;
      return done;
    });
  }

  /** By an administrator, also where the plugin is not to be seen. */
  removeReview(who: number, author: number): Expected {
    if (who !== this.#admin) return refused(403, "admin_only");
    if (!this.plugin?.reviews.delete(author)) return NO_REVIEW;
    this.plugin.changes += 1;
    return done;
  }

  /** @param helpful null takes the vote back */
  vote(who: number, name: string, author: number, helpful: boolean | null): Expected {
    return this.#atReview(name, author, (plugin, { votes }) => {
      if (who === author && helpful !== null) return refused(403, "own_review");
      if ((votes.get(who) ?? null) !== helpful) plugin.changes += 1;
      if (helpful === null) votes.delete(who);
      else votes.set(who, helpful);
      return { ...done, ...votesOf(votes) };
    });
  }

  respond(who: number, name: string, author: number, text: string): Expected {
    return this.#atReview(name, author, (plugin, review) => {
      if (!plugin.owners.has(who)) return refused(403, "not_owner");
      if (review.response !== text) plugin.changes += 1;
      review.response = text;
      return done;
    });
  }

  download(name: string, version: string, reader: number | null): Expected {
    const plugin = this.visible(name);
    if (!plugin) return NO_PLUGIN;
    if (!plugin.versions.has(version)) return NO_VERSION;
    plugin.downloads.set(version, (plugin.downloads.get(version) ?? 0) + 1);
    if (reader !== null) plugin.readers.add(reader);
    return done;
  }

  makeToken(who: number): Expected {
    this.tokens.set(who, "valid");
    return { status: 201 };
  }

  revokeToken(who: number): Expected {
    if (this.tokens.get(who) !== "valid") return refused(404, "token_not_found");
    this.tokens.set(who, "revoked");
    return done;
  }

  /** The answer to whoever asks with a token that is not good for this. */
  refusedToken(who: number, scope: string): Expected | undefined {
    if (this.tokens.get(who) !== "valid") return refused(401, "invalid_token");
    return scope === TOKEN_SCOPE ? undefined : refused(403, "missing_scope");
  }

  /** The plugin as the public sees it under that name. */
  visible(name: string): ModelPlugin | null {
    return this.plugin?.name === name && !this.plugin.takenDown ? this.plugin : null;
  }

  #atReview(name: string, author: number, then: (plugin: ModelPlugin, review: ModelReview) => Expected): Expected {
    const plugin = this.visible(name);
    const review = plugin?.reviews.get(author);
    return plugin && review ? then(plugin, review) : NO_REVIEW;
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

export function votesOf(votes: ModelReview["votes"]): { helpful_count: number; unhelpful_count: number } {
  const helpful = [...votes.values()].filter(Boolean).length;
  return { helpful_count: helpful, unhelpful_count: votes.size - helpful };
}
