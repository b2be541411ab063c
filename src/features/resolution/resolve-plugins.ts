import type { ResolveRequest, ResolveResponse } from "#contract/resolution.ts";
import { RegistryError } from "#lib/errors.ts";
import { resolve } from "#lib/resolver/index.ts";
import type { Context } from "../context.ts";
import { findCandidates, type StoredCandidate } from "./candidates.ts";

/**
 * Chooses a version of each plugin that is asked for, and of all that these need. One round trip.
 * @param origin scheme and host that links begin with
 * @throws RegistryError unresolvable, whose message says what contradicts what; resolution_too_large
 */
export async function resolvePlugins(
  ctx: Pick<Context, "db">,
  { plugins, lock = {}, mockforge_version }: ResolveRequest,
  origin: string,
): Promise<ResolveResponse> {
  const candidates = await findCandidates(ctx, Object.keys(plugins), lock);
  const resolution = resolve({ roots: plugins, candidates, lock, mockforgeVersion: mockforge_version });
  if (resolution.kind === "gave_up") throw new RegistryError("resolution_too_large");
  if (resolution.kind === "conflict") throw new RegistryError("unresolvable", { message: resolution.sentence });
  const { versions, installOrder } = resolution;
  return {
    resolved: [...versions].map(([name, version]) => resolved(name, version, origin)),
    install_order: installOrder,
  };
}

function resolved(name: string, candidate: StoredCandidate, origin: string): ResolveResponse["resolved"][number] {
  const { version, checksum, size, dependencies, yanked } = candidate;
  const file = `${origin}/dl/${name}/${name}-${version}`;
  const links = { download_url: `${file}.wasm`, package_url: `${file}.zip` };
  return { name, version, checksum, size, ...links, dependencies, yanked };
}
