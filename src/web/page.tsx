import type { Context } from "hono";
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { HttpEnv } from "#http/env.ts";
import { formToken } from "./forms/own-form.ts";
import type { PageFacts } from "./layout/facts.ts";
import { Layout } from "./layout/layout.tsx";
import { takeNotice } from "./notice.ts";

/**
 * Answers with a page. For visitors who are not signed in, the same page is the same bytes for everybody: nothing in it may depend
 * on anything but the address and the registry's facts.
 */
export async function page(
  c: Context<HttpEnv>,
  facts: PageFacts,
  content: Child,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const actor = c.get("ctx")?.actor;
  const viewer = actor && {
    username: actor.username,
    isAdmin: actor.isAdmin,
    formToken: await formToken(c),
    notice: takeNotice(c),
  };
  const layout = (
    <Layout facts={facts} origin={c.get("origin")} path={c.req.path} viewer={viewer ?? null} content={content} />
  );
  return c.html(html`<!doctype html>${layout}`, status);
}
