import { isPluginName } from "#lib/names.ts";
import { isVersionSelector } from "#lib/requirements.ts";
import { isVersion } from "#lib/versions.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** A plugin and what was typed after its `@`. */
export interface Target {
  name: string;
  selector: string | undefined;
}

/** Reads `auth-jwt`, `auth-jwt@1.2.0`, `auth-jwt@latest`, `auth-jwt@^1.2`. */
export function readTarget(text: string): Target {
  const at = text.indexOf("@");
  const name = readName(at === -1 ? text : text.slice(0, at));
  if (at === -1) return { name, selector: undefined };
  const selector = text.slice(at + 1);
  if (isVersionSelector(selector)) return { name, selector };
  throw wrong(`'${selector}' is neither a version nor a requirement`, `write it like ${name}@1.2.0 or ${name}@^1.2`);
}

/** Reads `auth-jwt@1.2.0`, for what concerns one version. */
export function readExactTarget(text: string): { name: string; version: string } {
  const { name, selector } = readTarget(text);
  if (selector !== undefined && isVersion(selector)) return { name, version: selector };
  throw wrong(`'${text}' does not name one version`, `write it like ${name}@1.2.0`);
}

export function readName(text: string): string {
  if (isPluginName(text)) return text;
  throw wrong(`'${text}' is not a plugin's name`, "names are lower-case letters and digits with single hyphens inside");
}

const wrong = (message: string, hint: string) => new Failure(message, { exitCode: EXIT.usage, hint });
