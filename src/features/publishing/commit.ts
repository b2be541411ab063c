import { violatedConstraint } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Actor, Context } from "../context.ts";
import type { Outcome } from "./answer.ts";
import { judge, type Repeated } from "./judge.ts";
import { type Publication, publishStatement } from "./statement.ts";

/** What a version violates that is there already: by its number, or by its very file. */
const ALREADY_THERE = new Set(["plugin_versions_precedence_unique", "plugin_versions_module_key"]);

/** Publishes what is checked and stored, or says what came first. @throws RegistryError as judge, and publish_conflict */
export async function commit(
  ctx: Pick<Context, "db" | "actor">,
  actor: Actor,
  publication: Publication,
): Promise<Outcome> {
  const { input, files } = publication;
  // Two rounds: an attempt that lost a race for the name sees in the second what it lost to.
  for (let round = 0; round < 2; round += 1) {
    try {
      const row = await rowOf<{ published_at: string }>(ctx.db, publishStatement(actor, publication));
      if (row) return { kind: "created", publishedAt: row.published_at };
    } catch (error) {
      if (!ALREADY_THERE.has(violatedConstraint(error) ?? "")) throw error;
    }
    const verdict = await judge(ctx, actor, input);
    if (typeof verdict === "object") return foundThere(verdict, files.moduleKey);
  }
  throw new RegistryError("publish_conflict");
}

/** A version made of this very file is this publication's own, of which another answer was lost or is on its way. */
export const foundThere = ({ publishedAt, moduleKey }: Repeated, ownKey: string): Outcome => ({
  kind: moduleKey === ownKey ? "created" : "repeated",
  publishedAt,
});
