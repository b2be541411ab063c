import type { Bucket } from "#lib/rate-limits.ts";
import { RegistryError } from "#lib/errors.ts";
import { isSameJson } from "#lib/same-json.ts";
import { isTooSimilar } from "#lib/similar-names.ts";
import type { Scope } from "#lib/scopes.ts";
import { requireScope } from "../access.ts";
import type { Actor, Context } from "../context.ts";
import type { PublishInput } from "./input.ts";
import { requireSignature } from "./signature.ts";
import { type PublishState, readPublishState } from "./state.ts";

/** This very version of the same bytes, by the same account, is there already: a lost answer, asked for again. */
export interface Repeated {
  publishedAt: string;
  moduleKey: string;
}

export type Verdict = "new" | "update" | Repeated;

const BUCKETS: Record<"new" | "update", Bucket> = { new: "publish_new", update: "publish_update" };

/**
 * Decides all that needs no module; one round trip. The statement that publishes decides about the name and its owners once more.
 * @throws RegistryError name_taken, name_reserved, name_too_similar, not_owner, plugin_taken_down, version_exists,
 * invalid_input, missing_scope, plugin_outside_token
 */
export async function judge(ctx: Pick<Context, "db" | "actor">, actor: Actor, input: PublishInput): Promise<Verdict> {
  const state = await readPublishState(ctx, actor, input);
  const verdict = judgeState(state, actor, input);
  requirePublishScope(ctx, verdict, input.name);
  if (typeof verdict === "string") await requireSignature(input, state.signing_key);
  return verdict;
}

/** Either scope lets a publication be asked for again. @throws RegistryError missing_scope, plugin_outside_token */
export function requirePublishScope(ctx: Pick<Context, "actor">, verdict: Verdict, name: string): void {
  const repeated: Scope = ctx.actor?.token?.scopes.includes("publish:new") ? "publish:new" : "publish:update";
  requireScope(ctx, typeof verdict === "string" ? `publish:${verdict}` : repeated, name);
}

export const takePublishLimit = (ctx: Pick<Context, "takeLimit">, verdict: "new" | "update"): Promise<void> =>
  ctx.takeLimit(BUCKETS[verdict]);

function judgeState(state: PublishState, actor: Actor, input: PublishInput): Verdict {
  const { plugin, version } = state;
  if (plugin && plugin.name !== input.name) {
    const message = `'${input.name}' is too easily mistaken for '${plugin.name}'; choose another name`;
    throw new RegistryError("name_taken", { message });
  }
  if (!plugin) judgeName(state, input.name);
  if (plugin && !plugin.owned) {
    throw new RegistryError("not_owner", { message: `'${input.name}' exists and you are not one of its owners` });
  }
  if (plugin?.taken_down) throw new RegistryError("plugin_taken_down");
  if (version) {
    if (isSame(version, input) && version.published_by === actor.id) {
      return { publishedAt: version.published_at, moduleKey: version.module_key };
    }
    const message = `${input.name} ${version.version} is published already and cannot change; publish a new version`;
    throw new RegistryError("version_exists", { message });
  }
  if (state.unknown_dependencies.length > 0) {
    const issues = state.unknown_dependencies.map((name) => ({
      path: `dependencies.${name}`,
      message: `There is no plugin '${name}'; publish it first, or mend the name`,
    }));
    throw new RegistryError("invalid_input", { message: "Some dependencies name plugins that do not exist", issues });
  }
  return plugin ? "update" : "new";
}

/** A file beside the module that is not sent again is not compared. */
function isSame(there: NonNullable<PublishState["version"]>, input: PublishInput): boolean {
  const { checksum, sbom, sbomSignature, signature } = input;
  if (there.version !== input.version || there.checksum !== checksum) return false;
  if (signature && signature.signature !== there.signature) return false;
  if (sbom && sbom.checksum !== there.sbom_checksum) return false;
  if (sbomSignature && sbomSignature.checksum !== there.sbom_signature_checksum) return false;
  return (Object.keys(there.said) as (keyof typeof there.said)[]).every(
    // Nobody said it, but the module did.
    (field) => (field === "language" && input.language === undefined) || isSameJson(there.said[field], input[field]),
  );
}

function judgeName({ reserved, similar }: PublishState, name: string): void {
  if (reserved) throw new RegistryError("name_reserved", { message: `'${name}' is reserved: ${reserved}` });
  const known = similar.find((other) => isTooSimilar(name, other));
  if (known === undefined) return;
  const message = `'${name}' is too like the well-known plugin '${known}'; choose another name, or ask an administrator to let it pass`;
  throw new RegistryError("name_too_similar", { message });
}
