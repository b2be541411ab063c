import assets from "#assets";
import { Hono } from "hono";
import { ReviewListQuery } from "#contract/reviews.ts";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { limitAndIdentify } from "#http/limits.ts";
import { ownForm } from "./forms/own-form.ts";
import { showDocs } from "./pages/docs/show.tsx";
import { showTryOut } from "./pages/docs/try.tsx";
import { robots } from "./pages/robots.ts";
import { showHome } from "./pages/home.tsx";
import { chooseVersions, showComparison } from "./pages/compare/show.tsx";
import { showPlugin, showVersion } from "./pages/plugin/show.tsx";
import { showLogin, submitLogin, submitLogout } from "./pages/login.tsx";
import { showRegister, submitRegister } from "./pages/register.tsx";
import { admin } from "./routes/admin.ts";
import { explore } from "./routes/explore.ts";
import { manage } from "./routes/manage.ts";
import { publish } from "./routes/publish.ts";
import { reviews } from "./routes/reviews.ts";
import { settings } from "./routes/settings.ts";

/** The pages. What anybody may read is `edgeCached`; what changes something goes through `ownForm`. */
export const web = new Hono<HttpEnv>()
  // Mounted at the root, where the API's unknown addresses pass by too; those are charged by the API.
  .use((c, next) => (c.var.surface === "web" ? limitAndIdentify(c, next) : next()))
  .get("/", edgeCached, showHome)
  .route("/", explore)
  .get("/plugins/:name", edgeCached, query(ReviewListQuery), (c) => showPlugin(c, c.req.valid("query")))
  .get("/plugins/:name/compare", chooseVersions)
  .get("/plugins/:name/compare/:range", edgeCached, showComparison)
  .route("/plugins", reviews)
  .route("/plugins", manage)
  // After whatever else lies below a plugin: a version is anything that is one.
  .get("/plugins/:name/:version", edgeCached, query(ReviewListQuery), (c) => showVersion(c, c.req.valid("query")))
  .get("/robots.txt", (c) => c.text(robots(c.var.origin)))
  .get("/favicon.ico", (c) => c.redirect(assets["icon.svg"] ?? "/", 301))
  .get("/docs", edgeCached, showDocs)
  .get("/docs/try", edgeCached, showTryOut)
  .get("/login", showLogin)
  .post("/login", ownForm(), submitLogin)
  .post("/logout", ownForm(), submitLogout)
  .get("/register", showRegister)
  .post("/register", ownForm(), submitRegister)
  .route("/settings", settings)
  .route("/admin", admin)
  .route("/publish", publish);

export { showError } from "./pages/error.tsx";
