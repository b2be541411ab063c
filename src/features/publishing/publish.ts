import type { PublishResponse } from "#contract/publishing.ts";
import { violatedConstraint } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireActor, requireScope } from "../access.ts";
import type { Actor, Context } from "../context.ts";
import type { PublishInput } from "./input.ts";
import { inspect } from "./inspection.ts";
import { openPackage } from "./open-package.ts";
import { buildPackage } from "./package.ts";
import { judgePublish, readPublishState } from "./state.ts";
import { type Publication, publishStatement, type StoredFiles } from "./statement.ts";

export interface Published {
  /** False when this very version was there already, and after a dry run. */
  created: boolean;
  response: PublishResponse;
}

type PublishContext = Pick<Context, "db" | "store" | "actor" | "takeLimit">;

/** What a publication came to: written by this attempt, there before it, or only checked. */
type Outcome = { kind: "created" | "repeated"; publishedAt: string } | { kind: "checked" };

/**
 * Publishes a version: checks without I/O, then the state of the name, then the files under keys of this attempt,
 * then one atomic statement. Files of an attempt that loses stay invisible. Safe to repeat with the same bytes.
 * @throws RegistryError invalid_input, missing_scope, plugin_outside_token, name_taken, not_owner, plugin_taken_down, version_exists, publish_conflict
 */
export async function publishVersion(ctx: PublishContext, input: PublishInput, origin: string): Promise<Published> {
  const actor = requireActor(ctx);
  const inspection = inspect(input);
  await checkBytes(input);
  const verdict = judgePublish(await readPublishState(ctx, actor, input), actor, input);
  requireScope(ctx, verdict === "new" ? "publish:new" : "publish:update", input.name);
  if (typeof verdict === "object") return answer(input, origin, { kind: "repeated", ...verdict });
  if (input.dryRun) return answer(input, origin, { kind: "checked" });
  await ctx.takeLimit(verdict === "new" ? "publish_new" : "publish_update");
  const files = await storeFiles(ctx, input);
  return answer(input, origin, await commit(ctx, actor, { input, inspection, files }));
}

/**
 * Publishes a package: what plugin.yaml says is what is published.
 * @param announced name and version beside the package; they must be its own
 * @throws RegistryError as publishVersion, and invalid_input for a package that cannot be used
 */
export async function publishPackage(
  ctx: PublishContext,
  zip: Uint8Array<ArrayBuffer>,
  announced: { name: string; version: string; dryRun: boolean },
  origin: string,
): Promise<Published> {
  requireActor(ctx);
  const input = await openPackage(zip);
  const issues = (["name", "version"] as const)
    .filter((field) => announced[field] !== input[field])
    .map((path) => ({ path, message: `is '${announced[path]}', but plugin.yaml says '${input[path]}'` }));
  if (issues.length > 0) {
    throw new RegistryError("invalid_input", { message: "The form and the package do not agree", issues });
  }
  return publishVersion(ctx, { ...input, dryRun: announced.dryRun }, origin);
}

async function checkBytes({ module, checksum, file_size }: PublishInput): Promise<void> {
  const issues = [];
  if (file_size !== module.length) {
    issues.push({ path: "file_size", message: `The module has ${module.length} bytes, not ${file_size}` });
  }
  const actual = await sha256Hex(module);
  if (actual !== checksum) issues.push({ path: "checksum", message: `The module's SHA-256 is ${actual}` });
  if (issues.length > 0) {
    throw new RegistryError("invalid_input", { message: "The bytes that arrived are not the ones announced", issues });
  }
}

async function storeFiles(ctx: Pick<Context, "store">, input: PublishInput): Promise<StoredFiles> {
  const prefix = `packages/${input.name}/${crypto.randomUUID()}`;
  const zip = buildPackage(input);
  const files = { moduleKey: `${prefix}.wasm`, packageKey: `${prefix}.zip` };
  await Promise.all([
    ctx.store.put(files.moduleKey, input.module, "application/wasm"),
    ctx.store.put(files.packageKey, zip, "application/zip"),
  ]);
  return {
    ...files,
    sizeBytes: input.module.length,
    packageChecksum: await sha256Hex(zip),
    packageSizeBytes: zip.length,
  };
}

async function commit(ctx: PublishContext, actor: Actor, publication: Publication): Promise<Outcome> {
  const { input } = publication;
  // Two rounds: an attempt that lost a race for the name sees in the second what it lost to.
  for (let round = 0; round < 2; round += 1) {
    try {
      const row = await rowOf<{ published_at: string }>(ctx.db, publishStatement(actor, publication));
      if (row) return { kind: "created", publishedAt: row.published_at };
    } catch (error) {
      if (violatedConstraint(error) !== "plugin_versions_precedence_unique") throw error;
    }
    const verdict = judgePublish(await readPublishState(ctx, actor, input), actor, input);
    if (typeof verdict === "object") return { kind: "repeated", ...verdict };
  }
  throw new RegistryError("publish_conflict");
}

const MESSAGES: Record<Outcome["kind"], string> = {
  created: "is published",
  repeated: "was published already, with these very bytes",
  checked: "passes every check; nothing was written",
};

function answer({ name, version, checksum }: PublishInput, origin: string, outcome: Outcome): Published {
  const response = {
    success: true as const,
    message: `${name} ${version} ${MESSAGES[outcome.kind]}`,
    name,
    version,
    upload_url: `${origin}/dl/${name}/${name}-${version}.wasm`,
    checksum,
    dry_run: outcome.kind === "checked",
    published_at: outcome.kind === "checked" ? null : new Date(outcome.publishedAt).toISOString(),
  };
  return { created: outcome.kind === "created", response };
}
