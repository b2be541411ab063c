import type { Context } from "hono";
import type { ErrorBody } from "#contract/common.ts";
import type { RegistryError } from "#lib/errors.ts";
import type { HttpEnv } from "#http/env.ts";

/** Renders an error of the catalogue. What the request may not know is not in it by construction. */
export function renderError(c: Context<HttpEnv>, error: RegistryError): Response {
  const body: ErrorBody = { error: error.message, code: error.code, request_id: c.var.requestId };
  if (error.issues) body.issues = error.issues;
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  if (error.status === 401) c.header("WWW-Authenticate", 'Bearer realm="mockforge-registry"');
  c.header("Cache-Control", "no-store");
  return c.json(body, error.status);
}
