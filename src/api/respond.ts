import type { Context } from "hono";
import type { RegistryError } from "#lib/errors.ts";
import type { HttpEnv } from "#http/env.ts";
import { errorBody } from "#http/error-body.ts";

/** Renders an error of the catalogue. */
export function renderError(c: Context<HttpEnv>, error: RegistryError): Response {
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  if (error.status === 401) c.header("WWW-Authenticate", 'Bearer realm="mockforge-registry"');
  c.header("Cache-Control", "no-store");
  return c.json(errorBody(error, c.get("requestId")), error.status);
}
