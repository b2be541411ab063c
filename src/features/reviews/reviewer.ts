import { sql } from "drizzle-orm/sql";
import type { Review } from "#contract/reviews.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireActor } from "../access.ts";
import type { Context } from "../context.ts";

/** What somebody who is signed in has to do with a plugin's reviews. */
export interface Reviewer {
  /** An owner answers reviews and writes none. */
  owner: boolean;
  /** The one they wrote. */
  review: Pick<Review, "id" | "version" | "rating" | "title" | "comment"> | null;
  /** How they voted, by the review's id: helpful or not. */
  votes: Record<string, boolean>;
  /** What can be reviewed, the highest first. */
  versions: string[];
}

/** @throws RegistryError authentication_required, plugin_not_found */
export async function getReviewer(ctx: Pick<Context, "db" | "actor">, name: string): Promise<Reviewer> {
  const { id } = requireActor(ctx);
  const row = await rowOf<Reviewer>(
    ctx.db,
    sql`select
          exists (select from plugin_owners o where o.plugin_id = p.id and o.user_id = ${id}) as owner,
          (select jsonb_build_object(
             'id', r.id, 'version', v.version, 'rating', r.rating, 'title', r.title, 'comment', r.comment
           ) from reviews r join plugin_versions v on v.id = r.version_id
           where r.plugin_id = p.id and r.user_id = ${id}) as review,
          (select coalesce(jsonb_object_agg(vote.review_id, vote.helpful), '{}')
           from review_votes vote join reviews r on r.id = vote.review_id
           where vote.user_id = ${id} and r.plugin_id = p.id) as votes,
          (select coalesce(jsonb_agg(v.version order by v.precedence desc), '[]')
           from plugin_versions v where v.plugin_id = p.id) as versions
        from plugins p where p.name = ${name} and p.taken_down_at is null`,
  );
  if (!row) throw new RegistryError("plugin_not_found", { message: `Plugin '${name}' not found` });
  return row;
}
