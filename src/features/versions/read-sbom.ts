import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { precedenceKey } from "#lib/versions.ts";
import type { Context } from "../context.ts";

export type SbomPart = "sbom" | "sbom_signature";

const COLUMNS: Record<SbomPart, ReturnType<typeof sql>> = {
  sbom: sql`v.sbom_key`,
  sbom_signature: sql`v.sbom_signature_key`,
};

/**
 * What a version says it is made of, or the signature of that, as its publisher sent it.
 * @throws RegistryError plugin_not_found, version_not_found, sbom_not_found; storage_unavailable when the object is missing
 */
export async function readSbom(
  ctx: Pick<Context, "db" | "store">,
  { name, version, part }: { name: string; version: string; part: SbomPart },
): Promise<ArrayBuffer> {
  const row = await rowOf<{ version: string | null; key: string | null }>(
    ctx.db,
    sql`select v.version, ${COLUMNS[part]} as key
        from plugins p left join plugin_versions v
          on v.plugin_id = p.id and v.precedence = ${precedenceKey(version)} and v.version = ${version}
        where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  if (!row.version) {
    throw new RegistryError("version_not_found", { message: `Plugin '${name}' has no version '${version}'` });
  }
  if (!row.key) throw new RegistryError("sbom_not_found");
  const object = await ctx.store.getWhole(row.key);
  if (!object) throw new RegistryError("storage_unavailable", { message: `A file of ${name} ${version} is missing` });
  return object;
}
