import { RegistryError } from "#lib/errors.ts";
import type { Actor, Context } from "./context.ts";

/** @returns who is signed in @throws RegistryError authentication_required */
export function requireActor({ actor }: Pick<Context, "actor">): Actor {
  if (!actor) throw new RegistryError("authentication_required");
  return actor;
}

/** @returns the signed-in administrator @throws RegistryError authentication_required, admin_only */
export function requireAdmin(ctx: Pick<Context, "actor">): Actor {
  const actor = requireActor(ctx);
  if (!actor.isAdmin) throw new RegistryError("admin_only");
  return actor;
}
