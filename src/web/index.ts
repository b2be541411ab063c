import { Hono } from "hono";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { limitAndIdentify } from "#http/limits.ts";
import { ownForm } from "./forms/own-form.ts";
import { showApi } from "./pages/api.tsx";
import { showHome } from "./pages/home.tsx";
import { showLogin, submitLogin, submitLogout } from "./pages/login.tsx";

/** The pages. What anybody may read is `edgeCached`; what changes something goes through `ownForm`. */
export const web = new Hono<HttpEnv>()
  // Mounted at the root, where the API's unknown addresses pass by too; those are charged by the API.
  .use((c, next) => (c.var.surface === "web" ? limitAndIdentify(c, next) : next()))
  .get("/", edgeCached, showHome)
  .get("/docs", edgeCached, showApi)
  .get("/login", showLogin)
  .post("/login", ownForm(), submitLogin)
  .post("/logout", ownForm(), submitLogout);

export { showError } from "./pages/error.tsx";
