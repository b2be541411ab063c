import type { Context } from "hono";
import * as z from "zod";
import { LooseChecksum } from "#contract/common.ts";
import { ModuleSize } from "#contract/module-data.ts";
import { announceUpload, completeUpload } from "#features/publishing/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { uploadIdParam } from "#http/params.ts";
import { EMPTY, fieldsOf, submit } from "#web/forms/submission.ts";
import { MetadataForm } from "./metadata.ts";
import { published, publishPage } from "./publish-page.tsx";

type C = Context<HttpEnv>;

const ModuleFacts = z.object({ checksum: LooseChecksum, file_size: z.coerce.number().pipe(ModuleSize) });
const AnnouncementForm = z.intersection(MetadataForm, ModuleFacts);

/** For the script of the page: where to send a module that is too large for a form. */
export async function submitAnnouncement(c: C): Promise<Response> {
  const values = await fieldsOf(c);
  const options = { dryRun: values.dry_run === "true", origin: c.get("origin") };
  const result = await submit(values, AnnouncementForm, async (input) => {
    const announced = await announceUpload(c.get("ctx"), input, options);
    if ("upload_id" in announced) return c.json(announced, 202);
    const note = `${announced.response.message}; the module itself is read once it has arrived.`;
    return options.dryRun ? publishPage(c, { ...EMPTY, values }, note) : published(c, announced);
  });
  return result instanceof Response ? result : publishPage(c, result);
}

export async function submitCompletion(c: C): Promise<Response> {
  const result = await submit({}, z.unknown(), async () =>
    published(c, await completeUpload(c.get("ctx"), uploadIdParam(c), c.get("origin"))),
  );
  return result instanceof Response ? result : publishPage(c, result);
}
