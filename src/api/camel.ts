import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { toCamelCase } from "#lib/wire-case.ts";

/** Answers in camelCase: MockForge's Rust client reads it and is pointed at `/camel`. */
export const answerInCamelCase: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  if (!c.res.body || !c.res.headers.get("content-type")?.startsWith("application/json")) return;
  const body = JSON.stringify(toCamelCase(await c.res.json()));
  c.res = new Response(body, c.res);
};
