import type { Context } from "hono";
import { listReleases, type Release } from "#features/versions/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { type Xml, xml } from "#lib/xml.ts";

type C = Context<HttpEnv>;

const NOTHING_YET = new Date(0).toISOString();

/** New versions of all plugins, as Atom (RFC 4287). */
export async function showFeed(c: C): Promise<Response> {
  const releases = await listReleases(c.get("ctx"));
  return atom(c, { title: "New versions of MockForge plugins", path: "/plugins?sort=recent", releases });
}

/** New versions of one plugin. */
export async function showPluginFeed(c: C): Promise<Response> {
  const name = nameParam(c);
  const releases = await listReleases(c.get("ctx"), name);
  return atom(c, { title: `Versions of ${name}`, path: `/plugins/${name}`, releases });
}

interface Feed {
  title: string;
  /** The page that it is the feed of. */
  path: string;
  releases: Release[];
}

function atom(c: C, { title, path, releases }: Feed): Response {
  const origin = c.get("origin");
  const self = `${origin}${c.req.path}`;
  const feed = xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${self}</id>
  <title>${title}</title>
  <updated>${releases[0]?.published_at ?? NOTHING_YET}</updated>
  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${origin}${path}"/>
${releases.map((release) => entryOf(release, origin))}</feed>
`;
  return c.body(feed.text, 200, { "Content-Type": "application/atom+xml; charset=utf-8" });
}

function entryOf({ name, version, description, published_at, published_by, yanked }: Release, origin: string): Xml {
  const address = `${origin}/plugins/${name}/${version}`;
  return xml`  <entry>
    <id>${address}</id>
    <title>${name} ${version}${yanked ? " (yanked)" : ""}</title>
    <updated>${published_at}</updated>
    <link rel="alternate" type="text/html" href="${address}"/>
    <author><name>${published_by}</name><uri>${origin}/users/${published_by}</uri></author>
    <summary>${description}</summary>
  </entry>
`;
}
