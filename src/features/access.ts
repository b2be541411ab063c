import { RegistryError } from "#lib/errors.ts";
import { matchesPattern, type Scope } from "#lib/scopes.ts";
import type { Actor, Context } from "./context.ts";

type Asker = Pick<Context, "actor">;

/** @returns who is signed in, by whatever means @throws RegistryError authentication_required */
export function requireActor({ actor }: Asker): Actor {
  if (!actor) throw new RegistryError("authentication_required");
  return actor;
}

/**
 * @returns who is signed in, and allowed by their token, if it is one, to do this to this plugin
 * @throws RegistryError authentication_required, missing_scope, plugin_outside_token
 */
export function requireScope(ctx: Asker, scope: Scope, plugin: string): Actor {
  const actor = requireActor(ctx);
  const { token } = actor;
  if (token && !token.scopes.includes(scope)) {
    const message = `This token lacks the scope '${scope}'; make one that has it`;
    throw new RegistryError("missing_scope", { message });
  }
  if (token?.plugins && !matchesPattern(token.plugins, plugin)) {
    const message = `This token is for ${token.plugins.join(", ")} only, not for '${plugin}'`;
    throw new RegistryError("plugin_outside_token", { message });
  }
  return actor;
}

/** @returns who is signed in with a password @throws RegistryError authentication_required, session_required */
export function requireSession(ctx: Asker): Actor {
  const actor = requireActor(ctx);
  if (actor.token) throw new RegistryError("session_required");
  return actor;
}

/** @returns the administrator @throws RegistryError authentication_required, admin_only, session_required */
export function requireAdmin(ctx: Asker): Actor {
  const actor = requireActor(ctx);
  if (!actor.isAdmin) throw new RegistryError("admin_only");
  return requireSession(ctx);
}
