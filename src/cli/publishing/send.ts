import { MAX_INLINE_BYTES } from "#contract/sizes.ts";
import type { PublishRequest, PublishResponse } from "#contract/publishing.ts";
import type { UploadTicket } from "#contract/uploads.ts";
import { putFile } from "../client/put-file.ts";
import { withRetries } from "../client/retries.ts";
import type { Context } from "../context.ts";
import { announce, completeUpload, publish } from "../routes/publishing.ts";
import { startProgress } from "../terminal/progress.ts";
import type { Source } from "./source.ts";

export type Announced = Pick<PublishRequest, "checksum" | "file_size" | "signature">;

/** Publishes: a small module within the request, a large one straight to storage. @throws Failure */
export async function send(context: Context, source: Source, announced: Announced, dryRun: boolean) {
  const { client } = context;
  const { metadata, module } = source;
  const json = { ...metadata, ...announced };
  const query = { dry_run: dryRun || undefined };
  if (module.length <= MAX_INLINE_BYTES) {
    const wasm_data = Buffer.from(module).toString("base64");
    return client.send(publish, { query, json: { ...json, wasm_data } });
  }
  const answer = await client.send(announce, { query, json });
  if (!("upload_id" in answer)) return answer;
  return upload(context, source, answer);
}

async function upload(context: Context, { metadata, module }: Source, ticket: UploadTicket): Promise<PublishResponse> {
  const { client, settings, terminal } = context;
  const progress = await startProgress();
  const bar = progress.bar(`${metadata.name} ${metadata.version}`, module.length);
  const options = {
    headers: ticket.upload_headers,
    idleMs: settings.timeout.value * 1000,
    onSent: (bytes: number) => bar.update(bytes),
  };
  try {
    await withRetries(() => putFile(new URL(ticket.upload_url), module, options), {
      repeat: "idempotent",
      onWait: terminal.waits,
    });
  } finally {
    progress.stop();
  }
  terminal.note("The registry is checking what arrived …", "quiet");
  return client.send(completeUpload, { params: { id: ticket.upload_id } });
}
