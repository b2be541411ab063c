import type { Context } from "hono";
import { listSitemapPart, listSitemapParts } from "#features/plugins/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { CATEGORIES, isPluginName } from "#lib/names.ts";
import { RegistryError } from "#lib/errors.ts";
import { type Xml, xml } from "#lib/xml.ts";

type C = Context<HttpEnv>;

const PAGES = ["/", "/plugins", "/categories", "/tags", "/stats", "/guide", "/docs"];

/** An index of parts, however few there are: the parts lie at the root, since a sitemap speaks for what is below it. */
export async function showSitemap(c: C): Promise<Response> {
  const parts = (await listSitemapParts(c.get("ctx"))).map((name) => `/sitemap-plugins.xml?from=${name}`);
  const addresses = ["/sitemap-pages.xml", ...parts].map((path) => c.get("origin") + path);
  return document(
    c,
    "sitemapindex",
    addresses.map((address) => xml`<sitemap><loc>${address}</loc></sitemap>\n`),
  );
}

export function showPageSitemap(c: C): Response {
  const paths = [...PAGES, ...CATEGORIES.map((category) => `/categories/${category}`)];
  return document(
    c,
    "urlset",
    paths.map((path) => urlOf(c.get("origin") + path)),
  );
}

export async function showPluginSitemap(c: C): Promise<Response> {
  const from = c.req.query("from") ?? "";
  if (!isPluginName(from)) throw new RegistryError("not_found");
  const plugins = await listSitemapPart(c.get("ctx"), from);
  const urls = plugins.map(({ name, updated_at }) => urlOf(`${c.get("origin")}/plugins/${name}`, updated_at));
  return document(c, "urlset", urls);
}

const urlOf = (address: string, changedAt?: string): Xml =>
  xml`<url><loc>${address}</loc>${changedAt === undefined ? "" : xml`<lastmod>${new Date(changedAt).toISOString()}</lastmod>`}</url>\n`;

function document(c: C, root: "sitemapindex" | "urlset", entries: Xml[]): Response {
  const opening = xml`<?xml version="1.0" encoding="utf-8"?>\n`;
  const body = {
    sitemapindex: xml`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}</sitemapindex>\n`,
    urlset: xml`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}</urlset>\n`,
  }[root];
  return c.body(opening.text + body.text, 200, { "Content-Type": "application/xml; charset=utf-8" });
}
