import type { Context } from "hono";
import { gathered } from "#features/gathered.ts";
import { outlinePlugin } from "#features/plugins/index.ts";
import { compareVersions } from "#features/versions/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { isVersion } from "#lib/versions.ts";
import { page } from "#web/page.tsx";
import { ComparePage } from "./compare-page.tsx";

type C = Context<HttpEnv>;

/** The form that chooses two versions sends them as parameters; their page has an address of its own. */
export function chooseVersions(c: C): Response {
  const { before = "", after = "" } = c.req.query();
  if (!isVersion(before) || !isVersion(after)) throw new RegistryError("version_not_found");
  return c.redirect(`/plugins/${nameParam(c)}/compare/${before}...${after}`, 302);
}

export async function showComparison(c: C): Promise<Response> {
  const name = nameParam(c);
  const [before = "", after = "", ...others] = (c.req.param("range") ?? "").split("...");
  if (!isVersion(before) || !isVersion(after) || others.length > 0) {
    const message = "Name two versions to compare, such as 1.0.0...1.1.0";
    throw new RegistryError("version_not_found", { message });
  }
  const ctx = gathered(c.get("ctx"));
  const [plugin, comparison] = await Promise.all([
    outlinePlugin(ctx, name, c.get("origin")),
    compareVersions(ctx, name, { before, after }, c.get("origin")),
  ]);
  return page(
    c,
    {
      title: `${name} ${before} and ${after}`,
      description: `What is different between ${name} ${before} and ${after}: capabilities, dependencies, size and metadata.`,
    },
    <ComparePage plugin={plugin} comparison={comparison} />,
  );
}
