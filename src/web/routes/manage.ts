import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";
import {
  submitDeprecation,
  submitDeprecationEnd,
  submitOwner,
  submitOwnerRemoval,
  submitUnyank,
  submitYank,
} from "../pages/manage/changes.ts";
import { managePage } from "../pages/manage/manage-page.tsx";

/** For owners and administrators; the verbs decide, as they do for the API. */
export const manage = new Hono<HttpEnv>()
  .get("/:name/manage", signedIn, (c) => managePage(c))
  .post("/:name/manage/owners", signedIn, ownForm(), submitOwner)
  .post("/:name/manage/owners/remove", signedIn, ownForm(), submitOwnerRemoval)
  .post("/:name/manage/yank", signedIn, ownForm(), submitYank)
  .post("/:name/manage/unyank", signedIn, ownForm(), submitUnyank)
  .post("/:name/manage/deprecation", signedIn, ownForm(), submitDeprecation)
  .post("/:name/manage/deprecation/end", signedIn, ownForm(), submitDeprecationEnd);
