import { sql } from "drizzle-orm/sql";
import { rowsOf } from "#db/rows.ts";
import type { UploadTicket } from "#contract/uploads.ts";
import { requireActor } from "../access.ts";
import type { Context } from "../context.ts";
import { answer, type Published } from "./answer.ts";
import type { PublishInput, PublishOptions } from "./input.ts";
import { judge, takePublishLimit } from "./judge.ts";
import { manifestText } from "./package.ts";

const LIFETIME_SECONDS = 15 * 60;

/**
 * Announces a version whose module will be sent straight to storage. All that needs no module is decided now, so that
 * nobody sends 50 MiB in vain, and again at the completion. The limit on publishing is charged here, where the right
 * to store something is handed out.
 * @throws RegistryError as judge
 */
export async function announceUpload(
  ctx: Pick<Context, "db" | "store" | "actor" | "clock" | "takeLimit">,
  input: PublishInput,
  { dryRun, origin }: PublishOptions,
): Promise<UploadTicket | Published> {
  const actor = requireActor(ctx);
  const verdict = await judge(ctx, actor, input);
  if (typeof verdict === "object") return answer(input, origin, { kind: "repeated", ...verdict });
  if (dryRun) return answer(input, origin, { kind: "checked" });
  await takePublishLimit(ctx, verdict);

  const id = crypto.randomUUID();
  const moduleKey = `packages/${input.name}/${id}.wasm`;
  const expiresAt = new Date(ctx.clock().getTime() + LIFETIME_SECONDS * 1_000).toISOString();
  const { url, headers } = await ctx.store.presignPut(moduleKey, {
    sizeBytes: input.file_size,
    contentType: "application/wasm",
    seconds: LIFETIME_SECONDS,
  });
  // plugin.yaml is written now: jsonb would not keep the order of what it is made from.
  const request = JSON.stringify({ ...input, manifestText: manifestText(input) } satisfies PublishInput);
  await rowsOf(
    ctx.db,
    sql`insert into uploads (id, user_id, request, module_key, expires_at)
        values (${id}, ${actor.id}, ${request}::jsonb, ${moduleKey}, ${expiresAt})`,
  );
  return {
    success: true,
    message: `Send the ${input.file_size} bytes of the module to upload_url with PUT and upload_headers, then POST to /api/v1/uploads/${id}/complete`,
    upload_id: id,
    upload_url: url,
    upload_headers: headers,
    expires_at: expiresAt,
  };
}
