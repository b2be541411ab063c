import { sql } from "drizzle-orm/sql";
import type { OwnerList } from "#contract/owners.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

/** Who may publish a plugin. @throws RegistryError plugin_not_found */
export async function listOwners(ctx: Pick<Context, "db">, name: string): Promise<OwnerList> {
  const row = await rowOf<{ owners: OwnerList["owners"] }>(
    ctx.db,
    sql`select (
          select coalesce(jsonb_agg(jsonb_build_object(
            'username', u.username, 'added_by', a.username, 'since', o.created_at
          ) order by o.created_at, lower(u.username)), '[]')
          from plugin_owners o join users u on u.id = o.user_id left join users a on a.id = o.added_by
          where o.plugin_id = p.id
        ) as owners
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return { name, owners: row.owners.map((owner) => ({ ...owner, since: new Date(owner.since).toISOString() })) };
}
