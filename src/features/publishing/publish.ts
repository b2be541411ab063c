import { openPackage } from "#contract/package.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { concatenate } from "#lib/zip/frame.ts";
import { requireActor } from "../access.ts";
import type { Context } from "../context.ts";
import { answer, type Outcome, type Published } from "./answer.ts";
import { commit } from "./commit.ts";
import type { PublishInput, PublishOptions, WholeModule } from "./input.ts";
import { inspect, type Inspection } from "./inspection.ts";
import { judge, takePublishLimit } from "./judge.ts";
import { packageFrame } from "./package.ts";
import type { StoredFiles } from "./statement.ts";

/** A publication, and what was read in its module. */
export interface Inspected extends Published {
  inspection: Inspection;
}

type PublishContext = Pick<Context, "db" | "store" | "actor" | "takeLimit">;

/**
 * Publishes a version whose module came with the request: checks without I/O, then the state of the name, then the
 * files under keys of this attempt, then one atomic statement. Files of an attempt that loses stay invisible. Safe to
 * repeat with the same bytes.
 * @throws RegistryError as judge, and invalid_input, publish_conflict
 */
export async function publishVersion(
  ctx: PublishContext,
  input: PublishInput,
  { bytes, field }: WholeModule,
  { dryRun, origin }: PublishOptions,
): Promise<Inspected> {
  const actor = requireActor(ctx);
  const checksum = () => sha256Hex(bytes);
  const inspection = await inspect(input, { sizeBytes: bytes.length, pieces: [bytes], checksum, field });
  const finish = (outcome: Outcome): Inspected => ({ ...answer(input, origin, outcome), inspection });
  const verdict = await judge(ctx, actor, input);
  if (typeof verdict === "object") return finish({ kind: "repeated", ...verdict });
  if (dryRun) return finish({ kind: "checked" });
  await takePublishLimit(ctx, verdict);
  const files = await storeFiles(ctx, input, bytes, inspection);
  return finish(await commit(ctx, actor, { input, inspection, files }));
}

/** Of the module in a package that comes as one body; larger ones are sent to storage directly. */
const MODULE_BYTES = 20 * 1024 * 1024;

/**
 * Publishes a package: what plugin.yaml says is what is published.
 * @param announced name and version beside the package, if any; they must be its own
 * @throws RegistryError as publishVersion, and invalid_input for a package that cannot be used
 */
export async function publishPackage(
  ctx: PublishContext,
  parts: { zip: Uint8Array<ArrayBuffer> } & Pick<PublishInput, "signature" | "sbom" | "sbomSignature">,
  announced: { name: string; version: string } | null,
  options: PublishOptions,
): Promise<Inspected> {
  requireActor(ctx);
  const { zip, ...beside } = parts;
  const { metadata, manifestText, module } = await openPackage(zip, MODULE_BYTES);
  const input = { ...metadata, manifestText, checksum: await sha256Hex(module), file_size: module.length };
  const issues = (["name", "version"] as const)
    .filter((field) => announced && announced[field] !== input[field])
    .map((path) => ({ path, message: `is '${announced?.[path]}', but plugin.yaml says '${input[path]}'` }));
  if (issues.length > 0) {
    throw new RegistryError("invalid_input", { message: "The form and the package do not agree", issues });
  }
  return publishVersion(ctx, { ...input, ...beside }, { bytes: module, field: "package" }, options);
}

async function storeFiles(
  ctx: Pick<Context, "store">,
  input: PublishInput,
  module: Uint8Array<ArrayBuffer>,
  inspection: Inspection,
): Promise<StoredFiles> {
  const prefix = `packages/${input.name}/${crypto.randomUUID()}`;
  const { head, tail } = packageFrame(input, inspection);
  const zip = concatenate(head, module, tail);
  const { sbom, sbomSignature } = input;
  const files = {
    moduleKey: `${prefix}.wasm`,
    packageKey: `${prefix}.zip`,
    ...(sbom && { sbomKey: `${prefix}.sbom` }),
    ...(sbomSignature && { sbomSignatureKey: `${prefix}.sbom.sig` }),
  };
  await Promise.all([
    ctx.store.put(files.moduleKey, module, "application/wasm"),
    ctx.store.put(files.packageKey, zip, "application/zip"),
    sbom && ctx.store.put(`${prefix}.sbom`, sbom.bytes, "application/octet-stream"),
    sbomSignature && ctx.store.put(`${prefix}.sbom.sig`, sbomSignature.bytes, "application/octet-stream"),
  ]);
  return { ...files, packageChecksum: await sha256Hex(zip), packageSizeBytes: zip.length };
}
