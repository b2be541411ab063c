import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";
import { showAccount, submitEmail, submitLogoutAll, submitPassword } from "../pages/settings/account.tsx";
import { showTokens, submitToken, submitTokenRevocation } from "../pages/settings/tokens.tsx";

export const settings = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", showAccount)
  .post("/email", ownForm(), submitEmail)
  .post("/password", ownForm(), submitPassword)
  .post("/sessions", ownForm(), submitLogoutAll)
  .get("/tokens", showTokens)
  .post("/tokens", ownForm(), submitToken)
  .post("/tokens/:id/revoke", ownForm(), submitTokenRevocation);
