import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";
import { RegistryError } from "#lib/errors.ts";
import { isPluginName, isUsername } from "#lib/names.ts";
import { isVersionSelector, SELECTOR_RULE } from "#lib/requirements.ts";
import { isKeyId } from "#lib/signatures.ts";
import { isVersion } from "#lib/versions.ts";

type C = Context<HttpEnv>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// What cannot be a name, a version or an id is answered as what does not exist: there is nothing by it.

export function nameParam(c: C): string {
  const name = c.req.param("name") ?? "";
  if (!isPluginName(name))
    throw new RegistryError("plugin_not_found", { message: `Plugin '${shown(name)}' not found` });
  return name;
}

export function versionParam(c: C): string {
  const version = c.req.param("version") ?? "";
  if (isVersion(version)) return version;
  const message = `Plugin '${nameParam(c)}' has no version '${shown(version)}'`;
  throw new RegistryError("version_not_found", { message });
}

/** A version, `latest` or a requirement. */
export function versionSelectorParam(c: C): string {
  const selector = c.req.param("version") ?? "";
  if (isVersionSelector(selector)) return selector;
  throw new RegistryError("invalid_input", { issues: [{ path: "version", message: SELECTOR_RULE }] });
}

export function reviewIdParam(c: C): string {
  const id = c.req.param("id") ?? "";
  if (!UUID.test(id)) throw new RegistryError("review_not_found");
  return id;
}

export function userIdParam(c: C): string {
  const id = c.req.param("id") ?? "";
  if (!UUID.test(id)) throw new RegistryError("user_not_found");
  return id;
}

export function tokenIdParam(c: C): string {
  const id = c.req.param("id") ?? "";
  if (!UUID.test(id)) throw new RegistryError("token_not_found");
  return id;
}

export function keyIdParam(c: C): string {
  const keyId = c.req.param("key_id")?.toLowerCase() ?? "";
  if (!isKeyId(keyId)) throw new RegistryError("signing_key_not_found");
  return keyId;
}

export function uploadIdParam(c: C): string {
  const id = c.req.param("upload_id") ?? "";
  if (!UUID.test(id)) throw new RegistryError("upload_not_found");
  return id;
}

export function usernameParam(c: C): string {
  const username = c.req.param("username") ?? "";
  if (!isUsername(username)) throw new RegistryError("user_not_found");
  return username;
}

const shown = (text: string) => text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, "�");
