import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { sql } from "drizzle-orm";
import wabt from "wabt";
import { PublishRequest } from "#contract/publishing.ts";
import { ReviewRequest } from "#contract/reviews.ts";
import { createDatabase, type Database } from "#db/client.ts";
import { rowOf, rowsOf } from "#db/rows.ts";
import type { Actor, Context } from "#features/context.ts";
import { applyDownloads, locateDownload } from "#features/downloads/index.ts";
import { verifyPlugin } from "#features/moderation/index.ts";
import { publishVersion } from "#features/publishing/index.ts";
import { createReview, respondToReview, voteOnReview } from "#features/reviews/index.ts";
import { sha256Hex } from "#lib/digest.ts";
import { EACH_STEP } from "#lib/deadline.ts";
import { objectStores } from "#platform/object-store.ts";
import { hashPassword } from "#platform/passwords.ts";
import type { SampleDataOptions } from "./sample.ts";
import { spreadDownloads } from "./sample-downloads.ts";
import { SAMPLE_PLUGINS, SAMPLE_TAGS, type SamplePlugin, type SampleVersion } from "./sample-plugins.ts";
import { SAMPLE_REVIEWERS, type SampleReview, sampleReviewsOf } from "./sample-reviews.ts";

type SampleContext = Pick<Context, "db" | "store" | "clock" | "takeLimit">;
type People = Map<string, Actor>;

/** Through the verbs that serve users, except what they refuse: a short password, and a past. */
export async function createSampleRegistry(options: SampleDataOptions): Promise<void> {
  const now = new Date();
  const ctx: SampleContext = {
    db: createDatabase({ databaseUrl: options.databaseUrl, endpoint: options.sqlEndpoint }),
    store: objectStores({
      endpoint: options.s3Endpoint,
      bucket: options.s3Bucket,
      accessKeyId: options.s3AccessKeyId,
      secretAccessKey: options.s3SecretAccessKey,
    })(EACH_STEP),
    clock: () => now,
    takeLimit: async () => undefined,
  };
  const { used } = (await rowOf<{ used: boolean }>(ctx.db, sql`select exists (select from plugins) as used`))!;
  if (used) return;

  const people = await createAccounts(ctx.db);
  await rowsOf(
    ctx.db,
    sql`insert into tags (name) select unnest(${sql.param(SAMPLE_TAGS)}::text[]) on conflict do nothing`,
  );
  const admin = { ...ctx, actor: people.get("admin")! };
  for (const plugin of SAMPLE_PLUGINS) {
    for (const version of plugin.versions) await publish(admin, plugin, version);
    await verifyPlugin(admin, plugin.name, true);
    for (const review of await sampleReviewsOf(plugin.name)) await addReview(ctx, people, plugin, review);
  }
  await backdate(ctx.db, now);
  await addDownloads(ctx, now);
  await rowsOf(ctx.db, sql`select rebuild_registry_days()`);
}

async function createAccounts(db: Database): Promise<People> {
  const [adminHash, testHash, nobodysHash] = await Promise.all(
    ["admin123", "test123", randomUUID()].map((password) => hashPassword(password)),
  );
  const accounts = [
    { username: "admin", email: "admin@mockforge.dev", hash: adminHash, admin: true },
    { username: "testuser", email: "test@example.com", hash: testHash, admin: false },
    ...SAMPLE_REVIEWERS.map((username) => ({
      username,
      email: `${username}@example.com`,
      hash: nobodysHash,
      admin: false,
    })),
  ];
  const actors = await rowsOf<Omit<Actor, "token">>(
    db,
    sql`insert into users (username, email, password_hash, is_admin, is_official, created_at)
        select a.username, a.email, a.hash, a.admin, a.admin, now() - interval '90 days'
        from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as a (username text, email text, hash text, admin boolean)
        returning id, username, email, is_admin as "isAdmin", is_official as "isOfficial", created_at as "createdAt"`,
  );
  return new Map(actors.map((actor) => [actor.username, { ...actor, token: null }]));
}

async function publish(
  ctx: SampleContext & { actor: Actor },
  plugin: SamplePlugin,
  release: SampleVersion,
): Promise<void> {
  const { name, description, category, tags } = plugin;
  const folder = new URL(`./plugins/${name}/`, import.meta.url);
  const module = await assemble(new URL(`${release.version}.wat`, folder));
  const { wasm_data: _, ...metadata } = PublishRequest.parse({
    name,
    version: release.version,
    description,
    category,
    tags,
    license: "MIT OR Apache-2.0",
    repository: `https://github.com/mockforge/${name}`,
    language: "rust",
    readme: await readFile(new URL("README.md", folder), "utf8"),
    min_mockforge_version: "0.3.0",
    dependencies: release.dependencies,
    checksum: await sha256Hex(module),
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  });
  await publishVersion(ctx, metadata, { bytes: module, field: "wasm_data" }, { dryRun: false, origin: "" });
}

async function assemble(source: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { parseWat } = await wabt();
  const module = parseWat(source.pathname, await readFile(source, "utf8"));
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

async function addReview(
  ctx: SampleContext,
  people: People,
  { name }: SamplePlugin,
  review: SampleReview,
): Promise<void> {
  const acting = (username: string) => ({ ...ctx, actor: people.get(username)! });
  const { by, version, downloaded, helpful = [], unhelpful = [], response } = review;
  if (downloaded) await locateDownload(acting(by), { name, version, format: "wasm" });
  const { review_id: reviewId } = await createReview(acting(by), name, ReviewRequest.parse(review));
  const address = { name, reviewId };
  for (const username of helpful) await voteOnReview(acting(username), address, true);
  for (const username of unhelpful) await voteOnReview(acting(username), address, false);
  if (response) await respondToReview(acting("admin"), address, response);
}

/** A verb writes the present; a registry with a history needs a past. */
async function backdate(db: Database, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000).toISOString();
  const releases = SAMPLE_PLUGINS.flatMap(({ name, versions }) =>
    versions.map(({ version, publishedDaysAgo }) => ({ name, version, at: ago(publishedDaysAgo) })),
  );
  await rowsOf(
    db,
    sql`with released as (
          select p.id as plugin_id, r.version, r.at
          from jsonb_to_recordset(${JSON.stringify(releases)}::jsonb) as r (name text, version text, at timestamptz)
          join plugins p on p.name = r.name
        ), versions as (
          update plugin_versions v set published_at = r.at from released r
          where v.plugin_id = r.plugin_id and v.version = r.version
        )
        update plugins p set created_at = r.first, updated_at = r.last
        from (select plugin_id, min(at) as first, max(at) as last from released group by plugin_id) r
        where p.id = r.plugin_id`,
  );
  const reviews = await Promise.all(
    SAMPLE_PLUGINS.map(async ({ name }) =>
      (await sampleReviewsOf(name)).map(({ by, daysAgo }) => ({
        name,
        by,
        at: ago(daysAgo),
        answered_at: ago(daysAgo / 2),
      })),
    ),
  );
  await rowsOf(
    db,
    sql`update reviews r set created_at = s.at, updated_at = s.at,
          responded_at = case when r.response_text is not null then s.answered_at end
        from jsonb_to_recordset(${JSON.stringify(reviews.flat())}::jsonb)
          as s (name text, by text, at timestamptz, answered_at timestamptz)
        join plugins p on p.name = s.name join users u on u.username = s.by
        where r.plugin_id = p.id and r.user_id = u.id`,
  );
}

async function addDownloads(ctx: SampleContext, now: Date): Promise<void> {
  const versions = await rowsOf<{ id: string; plugin_id: string; name: string; version: string }>(
    ctx.db,
    sql`select v.id, v.plugin_id, p.name, v.version from plugin_versions v join plugins p on p.id = v.plugin_id`,
  );
  const counts = versions.flatMap(({ id, plugin_id, name, version }) => {
    const plugin = SAMPLE_PLUGINS.find((candidate) => candidate.name === name)!;
    const release = plugin.versions.find((candidate) => candidate.version === version)!;
    return spreadDownloads(plugin, release, now).map((day) => ({ ...day, pluginId: plugin_id, versionId: id }));
  });
  await applyDownloads(ctx, { counter: "sample data", sequence: 1, counts });
}
