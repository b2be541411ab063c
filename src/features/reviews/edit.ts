import { sql } from "drizzle-orm";
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
  const { allowed, done } = await changeReview(ctx, address, actor.id, {
    allowed: sql`r.user_id = ${actor.id}`,
    action: "review.update",
    change: sql`update reviews r set
        version_id = coalesce(wanted.id, r.version_id),
        rating = coalesce(${input.rating ?? null}::smallint, r.rating),
        title = nullif(coalesce(${input.title ?? null}::text, r.title), ''),
        comment = coalesce(${input.comment ?? null}::text, r.comment),
        updated_at = now()
      from permitted left join plugin_versions wanted
        on wanted.plugin_id = permitted.plugin_id and wanted.version = ${version}
      where r.id = permitted.id and (${version}::text is null or wanted.id is not null)
      returning r.plugin_id, null::uuid as user_id`,
  });
  if (!allowed) throw new RegistryError("not_author");
  if (!done) {
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
