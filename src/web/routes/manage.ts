import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";

const changes = () => import("../pages/manage/changes.ts");
const page = () => import("../pages/manage/manage-page.tsx");

/** For owners and administrators; the verbs decide, as they do for the API. */
export const manage = new Hono<HttpEnv>()
  .get("/:name/manage", signedIn, async (c) => (await page()).managePage(c))
  .post("/:name/manage/owners", signedIn, ownForm(), async (c) => (await changes()).submitOwner(c))
  .post("/:name/manage/owners/remove", signedIn, ownForm(), async (c) => (await changes()).submitOwnerRemoval(c))
  .post("/:name/manage/yank", signedIn, ownForm(), async (c) => (await changes()).submitYank(c))
  .post("/:name/manage/unyank", signedIn, ownForm(), async (c) => (await changes()).submitUnyank(c))
  .post("/:name/manage/deprecation", signedIn, ownForm(), async (c) => (await changes()).submitDeprecation(c))
  .post("/:name/manage/deprecation/end", signedIn, ownForm(), async (c) => (await changes()).submitDeprecationEnd(c));
