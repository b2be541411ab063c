import { Hono } from "hono";
import { MAX_PACKAGE_BYTES } from "#contract/sizes.ts";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";

const upload = () => import("../pages/publish/direct-upload.ts");
const page = () => import("../pages/publish/publish-page.tsx");

/** A package, and the fields around it, of which a README may have 256 KiB with every character escaped. */
const FORM_BYTES = MAX_PACKAGE_BYTES + 1024 * 1024;
const ANNOUNCEMENT_BYTES = 1024 * 1024;

export const publish = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", async (c) => (await page()).showPublish(c))
  .post("/", ownForm(FORM_BYTES), async (c) => (await page()).submitPublish(c))
  .post("/uploads", ownForm(ANNOUNCEMENT_BYTES), async (c) => (await upload()).submitAnnouncement(c))
  .post("/uploads/:upload_id/complete", ownForm(), async (c) => (await upload()).submitCompletion(c));
