import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { signingKeys, users } from "./accounts.ts";
import { byteOrderedText, moment, tsvector } from "./columns.ts";

/** What a version says of its plugin; the plugin's own row repeats that of its current version (a trigger copies it). */
const metadata = {
  description: text("description").notNull(),
  category: text("category").notNull(),
  license: text("license").notNull(),
  repository: text("repository"),
  homepage: text("homepage"),
  language: text("language"),
  tags: text("tags")
    .array()
    .notNull()
    .default(sql`'{}'::text[]`),
};

const categoryIsKnown = (column: AnyPgColumn) =>
  sql`${column} in ('auth', 'template', 'response', 'datasource', 'middleware', 'testing', 'observability', 'other')`;

/** 64 hexadecimal digits; said so that checking it takes an eighth of the time that a counted expression takes. */
const isSha256 = (column: AnyPgColumn) => sql`length(${column}) = 64 and ${column} !~ '[^0-9a-f]'`;

export const plugins = pgTable(
  "plugins",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    /** Two names that a reader may confuse share it: hyphens dropped, 0 read as o, 1 and i as l. */
    canonicalName: text("canonical_name")
      .notNull()
      .generatedAlwaysAs(sql`translate(name, '01i-', 'oll')`),
    authorId: uuid("author_id")
      .notNull()
      .references(() => users.id),
    ...metadata,
    currentVersionId: uuid("current_version_id").references((): AnyPgColumn => pluginVersions.id),
    downloads: bigint("downloads", { mode: "number" }).notNull().default(0),
    recentDownloads: integer("recent_downloads").notNull().default(0),
    weekDownloads: integer("week_downloads").notNull().default(0),
    previousWeekDownloads: integer("previous_week_downloads").notNull().default(0),
    ratingSum: integer("rating_sum").notNull().default(0),
    reviewsCount: integer("reviews_count").notNull().default(0),
    /** Bayesian average: five imaginary reviews of 3.5 stars keep one lucky review from leading the list. */
    ratingScore: real("rating_score")
      .notNull()
      .generatedAlwaysAs(sql`(rating_sum + 17.5) / (reviews_count + 5)`),
    verifiedAt: moment("verified_at"),
    takenDownAt: moment("taken_down_at"),
    takedownReason: text("takedown_reason"),
    deprecationMessage: text("deprecation_message"),
    /** The name of the plugin to use instead. */
    replacement: text("replacement"),
    search: tsvector("search").generatedAlwaysAs(sql`plugin_search_document(name, tags, description)`),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => {
    const visible = sql`${table.takenDownAt} is null`;
    return [
      unique("plugins_name_unique").on(table.name),
      unique("plugins_canonical_name_unique").on(table.canonicalName),
      check("plugins_name_shape", sql`${table.name} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${table.name}) <= 50`),
      check("plugins_category_known", categoryIsKnown(table.category)),
      // A pending list would take every count of downloads, and searches would read all of it.
      index("plugins_search").using("gin", table.search).with({ fastupdate: false }),
      index("plugins_tags").using("gin", table.tags).with({ fastupdate: false }),
      index("plugins_name_parts")
        .using("gin", sql`array_to_tsvector(string_to_array(${table.name}, '-'))`)
        .with({ fastupdate: false }),
      index("plugins_name_prefix").on(table.name.op("text_pattern_ops")),
      // The orders of the listings: they end in the id, so that a deep page is found without reading the rows before it.
      index("plugins_by_popularity")
        .on(table.recentDownloads.desc().nullsFirst(), table.downloads.desc().nullsFirst(), table.name, table.id)
        .where(visible),
      index("plugins_by_downloads").on(table.downloads.desc().nullsFirst(), table.name, table.id).where(visible),
      index("plugins_by_rating")
        .on(table.ratingScore.desc().nullsFirst(), table.reviewsCount.desc().nullsFirst(), table.name, table.id)
        .where(visible),
      index("plugins_by_update").on(table.updatedAt.desc().nullsFirst(), table.name, table.id).where(visible),
      index("plugins_by_creation").on(table.createdAt.desc().nullsFirst(), table.name).where(visible),
      index("plugins_by_week").on(table.weekDownloads.desc().nullsFirst(), table.name).where(visible),
      index("plugins_by_name").on(table.name, table.id).where(visible),
      index("plugins_by_security")
        .on(sql`(${table.verifiedAt} is not null) desc`, table.ratingScore.desc().nullsFirst(), table.name)
        .where(visible),
      index("plugins_by_category")
        .on(table.category, table.downloads.desc().nullsFirst(), table.name, table.id)
        .where(visible),
      index("plugins_by_language")
        .on(table.language, table.downloads.desc().nullsFirst(), table.name, table.id)
        .where(visible),
      // For administrators: what nobody has verified yet, and what they hid.
      index("plugins_unverified")
        .on(table.updatedAt.desc().nullsFirst(), table.name)
        .where(sql`${table.takenDownAt} is null and ${table.verifiedAt} is null`),
      index("plugins_taken_down")
        .on(table.takenDownAt.desc().nullsFirst())
        .where(sql`${table.takenDownAt} is not null`),
      index("plugins_by_author").on(table.authorId),
      index("plugins_current_version").on(table.currentVersionId),
      index("plugins_popular_name_lengths")
        .on(sql`length(${table.name})`)
        .where(sql`${table.downloads} >= 1000`),
    ];
  },
);

/** Every part of a name between hyphens, by which misspelt ones are corrected; a trigger adds those of new plugins. */
export const nameWords = pgTable(
  "name_words",
  {
    word: byteOrderedText("word").primaryKey(),
    /** What it may be taken for: itself, and itself without any one letter. */
    spellings: text("spellings")
      .array()
      .notNull()
      .generatedAlwaysAs(sql`spellings_of(word)`),
  },
  (table) => [index("name_words_spellings").using("gin", table.spellings).with({ fastupdate: false })],
);

/** In how many public plugins a search finds each word, but for what is noted in `search_word_changes`. */
export const searchWords = pgTable("search_words", {
  word: byteOrderedText("word").primaryKey(),
  plugins: integer("plugins").notNull(),
});

/** What to add to that, noted by a trigger and added by the hourly cron: whoever publishes waits for nobody with the same words. */
export const searchWordChanges = pgTable(
  "search_word_changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    word: byteOrderedText("word").notNull(),
    change: integer("change").notNull(),
  },
  (table) => [index("search_word_changes_word").on(table.word)],
);

export const pluginVersions = pgTable(
  "plugin_versions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    pluginId: uuid("plugin_id")
      .notNull()
      .references(() => plugins.id),
    version: text("version").notNull(),
    /** `precedenceKey(version)`: equal for versions that differ only in build metadata, which may therefore not coexist. */
    precedence: byteOrderedText("precedence").notNull(),
    isPrerelease: boolean("is_prerelease").notNull(),
    ...metadata,
    readme: text("readme"),
    manifest: jsonb("manifest"),
    minMockforgeVersion: text("min_mockforge_version"),
    checksum: text("checksum").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    moduleKey: text("module_key").notNull(),
    packageKey: text("package_key").notNull(),
    packageChecksum: text("package_checksum").notNull(),
    packageSizeBytes: integer("package_size_bytes").notNull(),
    wasm: jsonb("wasm"),
    /** What the module asks of its host, in words. */
    capabilities: jsonb("capabilities"),
    findings: jsonb("findings"),
    sbomKey: text("sbom_key"),
    sbomChecksum: text("sbom_checksum"),
    sbomSignatureKey: text("sbom_signature_key"),
    sbomSignatureChecksum: text("sbom_signature_checksum"),
    downloads: bigint("downloads", { mode: "number" }).notNull().default(0),
    publishedAt: moment("published_at").notNull().defaultNow(),
    publishedBy: uuid("published_by")
      .notNull()
      .references(() => users.id),
    signingKeyId: text("signing_key_id").references(() => signingKeys.keyId),
    /** In base64, by that key. */
    signature: text("signature"),
    yankedAt: moment("yanked_at"),
    yankReason: text("yank_reason"),
  },
  (table) => [
    unique("plugin_versions_precedence_unique").on(table.pluginId, table.precedence),
    index("plugin_versions_published").on(table.publishedAt.desc().nullsFirst()),
    index("plugin_versions_grave")
      .on(table.publishedAt.desc().nullsFirst())
      .where(sql`${table.findings} @> '[{"severity": "high"}]'::jsonb`),
    index("plugin_versions_publisher").on(table.publishedBy),
    uniqueIndex("plugin_versions_module_key").on(table.moduleKey),
    uniqueIndex("plugin_versions_package_key").on(table.packageKey),
    uniqueIndex("plugin_versions_sbom_key").on(table.sbomKey),
    uniqueIndex("plugin_versions_sbom_signature_key").on(table.sbomSignatureKey),
    check("plugin_versions_checksum_shape", isSha256(table.checksum)),
    check("plugin_versions_package_checksum_shape", isSha256(table.packageChecksum)),
    check("plugin_versions_category_known", categoryIsKnown(table.category)),
    check("plugin_versions_signature_has_key", sql`(${table.signature} is null) = (${table.signingKeyId} is null)`),
    check("plugin_versions_size_positive", sql`${table.sizeBytes} > 0 and ${table.packageSizeBytes} > 0`),
  ],
);

export const pluginOwners = pgTable(
  "plugin_owners",
  {
    pluginId: uuid("plugin_id")
      .notNull()
      .references(() => plugins.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    addedBy: uuid("added_by").references(() => users.id),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.pluginId, table.userId] }),
    index("plugin_owners_user").on(table.userId, table.pluginId),
  ],
);

export const pluginDependencies = pgTable(
  "plugin_dependencies",
  {
    versionId: uuid("version_id")
      .notNull()
      .references(() => pluginVersions.id),
    dependencyId: uuid("dependency_id")
      .notNull()
      .references(() => plugins.id),
    requirement: text("requirement").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.dependencyId] }),
    index("plugin_dependencies_dependents").on(table.dependencyId, table.versionId),
  ],
);

/** Names that nobody may claim: the project's own, the routes' words. Kept in canonical form. */
export const reservedNames = pgTable("reserved_names", {
  canonicalName: text("canonical_name").primaryKey(),
  reason: text("reason").notNull(),
});

/** Names that an administrator let pass, though they are reserved or like a popular plugin's. */
export const allowedNames = pgTable("allowed_names", {
  name: text("name").primaryKey(),
  allowedBy: uuid("allowed_by")
    .notNull()
    .references(() => users.id),
  createdAt: moment("created_at").notNull().defaultNow(),
});

/** Every tag ever used, and the ones the registry started with. */
export const tags = pgTable(
  "tags",
  {
    name: text("name").primaryKey(),
    /** How many public plugins carry it: counted as they change, since counting them takes as long as there are many. */
    plugins: integer("plugins").notNull().default(0),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("tags_by_use").on(table.plugins.desc().nullsFirst(), table.name)],
);
