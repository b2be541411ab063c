import { sql } from "drizzle-orm/sql";
import { RegistryError } from "#lib/errors.ts";
import { requireScope } from "../access.ts";
import type { Context } from "../context.ts";
import { changeReview, type ReviewAddress } from "./change.ts";

/** An owner's public answer to a review; another one replaces the first. @throws RegistryError review_not_found, not_owner */
export async function respondToReview(
  ctx: Pick<Context, "db" | "actor">,
  address: ReviewAddress,
  text: string,
): Promise<void> {
  const actor = requireScope(ctx, "review", address.name);
  const { allowed } = await changeReview(ctx, address, actor.id, {
    allowed: sql`exists (select from plugin_owners o where o.plugin_id = r.plugin_id and o.user_id = ${actor.id})`,
    action: "review.respond",
    change: sql`update reviews r set response_text = ${text}, responded_at = now()
      from permitted where r.id = permitted.id and r.response_text is distinct from ${text}
      returning r.plugin_id, r.user_id`,
  });
  if (!allowed) throw new RegistryError("not_owner", { message: `You are not an owner of '${address.name}'` });
}
