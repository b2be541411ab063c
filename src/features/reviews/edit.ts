import { sql } from "drizzle-orm/sql";
import type { ReviewUpdate } from "#contract/reviews.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import type { Context } from "../context.ts";
import { changeReview, type ReviewAddress } from "./change.ts";

/** Changes what is given and leaves the rest. @throws RegistryError review_not_found, not_author, version_not_found */
export async function editReview(
  ctx: Pick<Context, "db" | "actor">,
  address: ReviewAddress,
  input: ReviewUpdate,
): Promise<void> {
  const actor = requireScope(ctx, "review", address.name);
  const version = input.version ?? null;
  const versionId = sql`coalesce((
    select w.id from plugin_versions w where w.plugin_id = r.plugin_id and w.version = ${version}
  ), r.version_id)`;
  const rating = sql`coalesce(${input.rating ?? null}::smallint, r.rating)`;
  const title = sql`nullif(coalesce(${input.title ?? null}::text, r.title), '')`;
  const comment = sql`coalesce(${input.comment ?? null}::text, r.comment)`;
  const { allowed, possible } = await changeReview(ctx, address, actor.id, {
    allowed: sql`r.user_id = ${actor.id}`,
    possible: sql`${version}::text is null or exists (
      select from plugin_versions w where w.plugin_id = r.plugin_id and w.version = ${version}
    )`,
    action: "review.update",
    change: sql`update reviews r
      set version_id = ${versionId}, rating = ${rating}, title = ${title}, comment = ${comment}, updated_at = now()
      from permitted where r.id = permitted.id
        and (r.version_id, r.rating, r.title, r.comment) is distinct from (${versionId}, ${rating}, ${title}, ${comment})
      returning r.plugin_id, null::uuid as user_id`,
  });
  if (!allowed) throw new RegistryError("not_author");
  if (!possible) {
    throw new RegistryError("version_not_found", { message: `Plugin '${address.name}' has no version '${version}'` });
  }
}

/** Deletes one's own review. @throws RegistryError review_not_found, not_author */
export async function deleteReview(ctx: Pick<Context, "db" | "actor">, address: ReviewAddress): Promise<void> {
  const actor = requireScope(ctx, "review", address.name);
  const { allowed } = await changeReview(ctx, address, actor.id, {
    allowed: sql`r.user_id = ${actor.id}`,
    action: "review.delete",
    change: sql`delete from reviews r using permitted where r.id = permitted.id
      returning r.plugin_id, r.user_id`,
  });
  if (!allowed) throw new RegistryError("not_author");
}
