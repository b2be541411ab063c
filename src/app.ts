import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import packageJson from "../package.json" with { type: "json" };
import { jsonApi, openToAll, renderError } from "#api/index.ts";
import { isDatabaseUnavailable } from "#db/errors.ts";
import { allowedMethods } from "#http/allowed-methods.ts";
import type { Failure, HttpEnv } from "#http/env.ts";
import type { Surface } from "#http/surface.ts";
import { type Monitor, observe } from "#http/observe.ts";
import { securityHeaders } from "#http/security-headers.ts";
import { RegistryError } from "#lib/errors.ts";
import { clientName, log, traceOf } from "#platform/log.ts";
import { createMetrics, type MetricsBinding } from "#platform/metrics.ts";
import { ObjectUnavailable } from "#platform/object-call.ts";
import { StoreUnavailable } from "#platform/object-store.ts";
import { PasswordQueueFull } from "#platform/passwords.ts";
import { showError, web } from "#web/index.ts";
import type { Config } from "./config.ts";
import { createServices } from "./services.ts";

/** How each surface shows an error of the catalogue. */
const RENDERERS: Record<Surface, (c: Context<HttpEnv>, error: RegistryError) => Response | Promise<Response>> = {
  api: renderError,
  web: showError,
};

/** The whole Worker for one environment. */
export function createApp(config: Config, bindings: Env & MetricsBinding) {
  const metrics = createMetrics(bindings);
  const services = createServices(config, bindings, packageJson.version, metrics);
  const { endedBlocks } = services;
  const nameOf = (principal: string) => clientName(config.JWT_SECRET, principal);
  const monitor = { metrics, endedBlocks, nameOf };
  const frame = () =>
    createFrame(monitor).use(async (c, next) => {
      c.set("services", services);
      await next();
    });
  const app = frame().route("/", jsonApi).route("/", web);
  /** Answers as the app would where the front cannot. */
  const failing = ({ route, decisions, refused, error }: Failure) =>
    frame().get(route, openToAll, (c) => {
      c.get("decisions").push(...decisions);
      if (refused) c.set("refused", refused);
      throw error;
    });
  return {
    routes: app.routes,
    fetch: (request: Request, env: Env, context: ExecutionContext): Response | Promise<Response> =>
      services.front.answer(
        request,
        (work) => context.waitUntil(work),
        (failure) => failing(failure).fetch(request, env, context),
      ) ?? app.fetch(request, env, context),
  };
}

/** The Worker for an environment that lacks something: whatever is asked, it is our mistake. */
export function createMisconfiguredApp(bindings: MetricsBinding) {
  const message = "The registry is not configured yet; whoever runs it finds in its log what is missing.";
  // It limits nobody.
  const frame = createFrame({ metrics: createMetrics(bindings), endedBlocks: () => [], nameOf: async () => "nobody" });
  return frame.use(() => {
    throw new RegistryError("internal", { message });
  });
}

/** What is round every answer, errors included. */
function createFrame(monitor: Pick<Monitor, "metrics" | "endedBlocks" | "nameOf">): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(
    observe({
      request: (record) => log("info", "request", { ...record }),
      refused: (record) => log("info", "refused", { ...record }),
      ...monitor,
    }),
    securityHeaders,
  );
  app.notFound((c) => {
    const { path, method } = c.req;
    // Tried from the first slash of a row only: from each of them, a path of slashes would take a tenth of a second.
    const page = path.replace(/(?<!\/)\/+$/, "");
    const mayMeanPage = page !== path && c.get("surface") === "web" && (method === "GET" || method === "HEAD");
    // No page's path begins with two slashes, which would lead to another host.
    if (mayMeanPage && allowedMethods(app.router, page).includes(method))
      return c.redirect(page + new URL(c.req.url).search, 301);
    const allowed = allowedMethods(app.router, path);
    if (allowed.length === 0) return render(c, new RegistryError("not_found"));
    return render(c, new RegistryError("method_not_allowed", { headers: { Allow: allowed.join(", ") } }));
  });
  app.onError((error, c) => {
    const known = translate(error);
    if (known.status >= 500) log("error", known.code, { request_id: c.get("requestId"), ...traceOf(error) });
    return render(c, known);
  });
  return app;
}

function render(c: Context<HttpEnv>, error: RegistryError): Response | Promise<Response> {
  c.get("meter").code = error.code;
  return RENDERERS[c.get("surface")](c, error);
}

function translate(error: Error): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof HTTPException && error.status === 400) return new RegistryError("invalid_json");
  if (error instanceof PasswordQueueFull) return new RegistryError("busy");
  if (error instanceof StoreUnavailable) return new RegistryError("storage_unavailable");
  if (error instanceof ObjectUnavailable) return new RegistryError("counter_unavailable");
  if (isDatabaseUnavailable(error)) return new RegistryError("database_unavailable");
  return new RegistryError("internal");
}
