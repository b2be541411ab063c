import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./env.ts";
import { requireActor, requireAdmin } from "#features/access.ts";

// Verbs ask again, at the write; asking here too means that a stranger's body is never read.

/** @throws RegistryError authentication_required */
export const signedIn: MiddlewareHandler<HttpEnv> = async (c, next) => {
  requireActor(c.get("ctx"));
  await next();
  c.header("Cache-Control", "no-store");
};

/** @throws RegistryError authentication_required, admin_only */
export const adminOnly: MiddlewareHandler<HttpEnv> = async (c, next) => {
  requireAdmin(c.get("ctx"));
  await next();
  c.header("Cache-Control", "no-store");
};
