import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { uploadIdParam } from "#http/params.ts";
import { signedIn } from "#http/signed-in.ts";

export const uploads = new Hono<HttpEnv>().post("/:upload_id/complete", signedIn, async (c) => {
  const { completeUpload } = await import("#features/publishing/index.ts");
  const { created, response } = await completeUpload(c.get("ctx"), uploadIdParam(c), c.get("origin"));
  return c.json(response, created ? 201 : 200);
});
