import { sql } from "drizzle-orm/sql";
import type { VersionEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { matches, parseRequirement } from "#lib/requirements.ts";
import { isVersion, precedenceKey } from "#lib/versions.ts";
import type { Context } from "../context.ts";
import { listVersions } from "./list-versions.ts";
import { toVersionEntry, type VersionRecord } from "./record.ts";

/**
 * One version, by its number, by `latest` (the plugin's current version) or by a requirement (the highest version not
 * yanked that satisfies it).
 * @throws RegistryError plugin_not_found, version_not_found, invalid_input when it is neither
 */
export async function getVersion(
  ctx: Pick<Context, "db">,
  name: string,
  selector: string,
  origin: string,
): Promise<VersionEntry> {
  if (selector !== "latest" && !isVersion(selector)) return highestMatch(ctx, name, selector, origin);
  const which = selector === "latest" ? sql`v.id = p.current_version_id` : exactly(selector);
  const row = await rowOf<{ version: VersionRecord | null }>(
    ctx.db,
    sql`select (select v.whole from versions_as_json v where v.plugin_id = p.id and ${which}) as version
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.version) throw versionNotFound(name, selector);
  return toVersionEntry(row.version, name, origin);
}

const exactly = (version: string) => sql`v.precedence = ${precedenceKey(version)} and v.version = ${version}`;

async function highestMatch(ctx: Pick<Context, "db">, name: string, selector: string, origin: string) {
  const requirement = readRequirement(selector);
  const versions = await listVersions(ctx, name, origin);
  const match = versions.find((version) => !version.yanked && matches(requirement, version.version));
  if (!match) throw versionNotFound(name, selector);
  return match;
}

function readRequirement(text: string) {
  try {
    return parseRequirement(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new RegistryError("invalid_input", {
      message: `'${text}' is neither a version, nor 'latest', nor a requirement`,
      issues: [{ path: "version", message }],
    });
  }
}

function versionNotFound(name: string, selector: string): RegistryError {
  return new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${selector}'` });
}
