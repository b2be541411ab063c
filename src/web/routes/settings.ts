import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { signedIn } from "#http/signed-in.ts";
import { ownForm } from "../forms/own-form.ts";

const account = () => import("../pages/settings/account.tsx");
const tokens = () => import("../pages/settings/tokens.tsx");

export const settings = new Hono<HttpEnv>()
  .use(signedIn)
  .get("/", async (c) => (await account()).showAccount(c))
  .post("/email", ownForm(), async (c) => (await account()).submitEmail(c))
  .post("/password", ownForm(), async (c) => (await account()).submitPassword(c))
  .post("/sessions", ownForm(), async (c) => (await account()).submitLogoutAll(c))
  .get("/tokens", async (c) => (await tokens()).showTokens(c))
  .post("/tokens", ownForm(), async (c) => (await tokens()).submitToken(c))
  .post("/tokens/:id/revoke", ownForm(), async (c) => (await tokens()).submitTokenRevocation(c));
