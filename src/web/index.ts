import assets from "#assets";
import { type Context, Hono } from "hono";
import { edgeCached } from "#http/edge-cache.ts";
import type { HttpEnv } from "#http/env.ts";
import { query } from "#http/input.ts";
import { limitAndIdentify } from "#http/limits.ts";
import type { RegistryError } from "#lib/errors.ts";
import { ownForm } from "./forms/own-form.ts";
import { admin } from "./routes/admin.ts";
import { explore } from "./routes/explore.ts";
import { manage } from "./routes/manage.ts";
import { publish } from "./routes/publish.ts";
import { reviews } from "./routes/reviews.ts";
import { settings } from "./routes/settings.ts";
import { robots } from "./pages/robots.ts";

// Evaluated when one is asked for: most isolates are never asked for most of them.
const reviewsSchemas = () => import("#contract/reviews.ts");
const docs = () => import("./pages/docs/show.tsx");
const tryOut = () => import("./pages/docs/try.tsx");
const home = () => import("./pages/home.tsx");
const comparison = () => import("./pages/compare/show.tsx");
const plugin = () => import("./pages/plugin/show.tsx");
const login = () => import("./pages/login.tsx");
const register = () => import("./pages/register.tsx");

/** The pages. What anybody may read is `edgeCached`; what changes something goes through `ownForm`. */
export const web = new Hono<HttpEnv>()
  // Mounted at the root, where the API's unknown addresses pass by too; those are charged by the API.
  .use((c, next) => (c.get("surface") === "web" ? limitAndIdentify(c, next) : next()))
  .get("/", edgeCached, async (c) => (await home()).showHome(c))
  .route("/", explore)
  .get("/plugins/:name", edgeCached, query(reviewsSchemas, "ReviewListQuery"), async (c) =>
    (await plugin()).showPlugin(c, c.req.valid("query")),
  )
  .get("/plugins/:name/compare", async (c) => (await comparison()).chooseVersions(c))
  .get("/plugins/:name/compare/:range", edgeCached, async (c) => (await comparison()).showComparison(c))
  .route("/plugins", reviews)
  .route("/plugins", manage)
  // After whatever else lies below a plugin: a version is anything that is one.
  .get("/plugins/:name/:version", edgeCached, query(reviewsSchemas, "ReviewListQuery"), async (c) =>
    (await plugin()).showVersion(c, c.req.valid("query")),
  )
  .get("/robots.txt", (c) => c.text(robots(c.get("origin"))))
  .get("/favicon.ico", (c) => c.redirect(assets["icon.svg"] ?? "/", 301))
  .get("/docs", edgeCached, async (c) => (await docs()).showDocs(c))
  .get("/docs/try", edgeCached, async (c) => (await tryOut()).showTryOut(c))
  .get("/login", async (c) => (await login()).showLogin(c))
  .post("/login", ownForm(), async (c) => (await login()).submitLogin(c))
  .post("/logout", ownForm(), async (c) => (await login()).submitLogout(c))
  .get("/register", async (c) => (await register()).showRegister(c))
  .post("/register", ownForm(), async (c) => (await register()).submitRegister(c))
  .route("/settings", settings)
  .route("/admin", admin)
  .route("/publish", publish);

/** An error of the catalogue as a page. */
export const showError = async (c: Context<HttpEnv>, error: RegistryError) =>
  (await import("./pages/error.tsx")).showError(c, error);
