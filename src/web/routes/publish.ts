import { Hono } from "hono";
import { MAX_PACKAGE_BYTES } from "#contract/publishing.ts";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";
import { submitAnnouncement, submitCompletion } from "../pages/publish/direct-upload.ts";
import { showPublish, submitPublish } from "../pages/publish/publish-page.tsx";

/** A package, and the fields around it, of which a README may have 256 KiB with every character escaped. */
const FORM_BYTES = MAX_PACKAGE_BYTES + 1024 * 1024;
const ANNOUNCEMENT_BYTES = 1024 * 1024;

export const publish = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", showPublish)
  .post("/", ownForm(FORM_BYTES), submitPublish)
  .post("/uploads", ownForm(ANNOUNCEMENT_BYTES), submitAnnouncement)
  .post("/uploads/:upload_id/complete", ownForm(), submitCompletion);
