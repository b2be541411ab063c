import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { digested } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { requireActor } from "../access.ts";
import type { Actor, Context } from "../context.ts";
import { answer, type Published } from "./answer.ts";
import { commit, foundThere } from "./commit.ts";
import type { PublishInput } from "./input.ts";
import { inspect } from "./inspection.ts";
import { judge, requirePublishScope } from "./judge.ts";
import { storePackage } from "./store-package.ts";

interface Upload {
  request: PublishInput;
  module_key: string;
  expires_at: string;
  /** When the version made of it was published; null while there is none. */
  published_at: string | null;
}

/**
 * Publishes what was announced and sent to storage. The module is read twice, to be checked and to be packed, and never
 * held: its file can be written only once, so both readings see the same bytes. Safe to repeat, and answers as it first did.
 * @throws RegistryError upload_not_found, upload_expired, upload_incomplete, and as publishVersion
 */
export async function completeUpload(
  ctx: Pick<Context, "db" | "store" | "actor" | "clock" | "takeLimit">,
  id: string,
  origin: string,
): Promise<Published> {
  const actor = requireActor(ctx);
  const upload = await findUpload(ctx, actor, id);
  const { request: input, module_key: moduleKey, published_at: publishedAt } = upload;
  if (publishedAt !== null) {
    requirePublishScope(ctx, { publishedAt, moduleKey }, input.name);
    return answer(input, origin, { kind: "created", publishedAt });
  }
  const verdict = await judge(ctx, actor, input);
  if (typeof verdict === "object") return answer(input, origin, foundThere(verdict, moduleKey));
  if (new Date(upload.expires_at) <= ctx.clock()) throw new RegistryError("upload_expired");
  await ctx.takeLimit("complete_upload");

  const { sizeBytes, pieces: first } = await readModule(ctx, upload);
  const inspection = await inspect(input, { sizeBytes, ...digested(first), field: "upload" });
  const { pieces } = await readModule(ctx, upload);
  const files = { moduleKey, ...(await storePackage(ctx, input, inspection, pieces)) };
  return answer(input, origin, await commit(ctx, actor, { input, inspection, files, uploadId: id }));
}

/** Somebody else's is not found, as one that never was. */
async function findUpload(ctx: Pick<Context, "db">, actor: Actor, id: string): Promise<Upload> {
  const upload = await rowOf<Upload>(
    ctx.db,
    sql`select u.request, u.module_key, u.expires_at, v.published_at
        from uploads u left join plugin_versions v on v.module_key = u.module_key
        where u.id = ${id} and u.user_id = ${actor.id}`,
  );
  if (!upload) throw new RegistryError("upload_not_found");
  return upload;
}

async function readModule({ store }: Pick<Context, "store">, { request, module_key }: Upload) {
  const object = await store.read(module_key);
  if (!object) throw new RegistryError("upload_incomplete");
  if (object.sizeBytes === request.file_size) return object;
  await object.cancel();
  const message = `${object.sizeBytes} bytes arrived where ${request.file_size} were announced; ask for a new upload by publishing without wasm_data`;
  throw new RegistryError("upload_incomplete", { message });
}
