import { sql } from "drizzle-orm/sql";
import type { RegistryEntry } from "#contract/plugins.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";
import { type PluginRecord, toRegistryEntry } from "./view.ts";

type ReadPlugin = (ctx: Pick<Context, "db" | "clock">, name: string, origin: string) => Promise<RegistryEntry>;

/** A plugin with all its versions, newest first. @throws RegistryError plugin_not_found */
export const getPlugin: ReadPlugin = (ctx, ...what) => readPlugin(ctx, { wasm: true }, ...what);

/** The same without the imports and exports of each version, which may be thousands. @throws RegistryError plugin_not_found */
export const outlinePlugin: ReadPlugin = (ctx, ...what) => readPlugin(ctx, { wasm: false }, ...what);

async function readPlugin(
  ctx: Pick<Context, "db" | "clock">,
  { wasm }: { wasm: boolean },
  name: string,
  origin: string,
): Promise<RegistryEntry> {
  const row = await rowOf<{ plugin: PluginRecord }>(
    ctx.db,
    sql`select plugins_as_json(array[p.id], true, ${wasm}) -> 0 as plugin from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return toRegistryEntry(row.plugin, origin, ctx.clock());
}
