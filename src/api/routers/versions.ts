import { type Context, Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { edgeCached } from "#http/edge-cache.ts";
import { json, jsonIfAny, query } from "#http/input.ts";
import { sendDownload } from "./download.ts";
import { nameParam, versionParam, versionSelectorParam } from "#http/params.ts";
import { getDownloadSeries } from "#features/downloads/index.ts";
import {
  getVersion,
  listVersions,
  readSbom,
  type SbomPart,
  unyankVersion,
  yankVersion,
} from "#features/versions/index.ts";

const downloadsSchemas = () => import("#contract/downloads.ts");
const publishingSchemas = () => import("#contract/publishing.ts");

/** Somebody else's bytes: to be saved, whatever they pretend to be. */
async function sendSbom(c: Context<HttpEnv>, part: SbomPart): Promise<Response> {
  const bytes = await readSbom(c.get("ctx"), { name: nameParam(c), version: versionParam(c), part });
  return c.body(bytes, 200, { "content-type": "application/octet-stream" });
}

export const versions = new Hono<HttpEnv>()
  .get("/:name/versions", edgeCached, async (c) => {
    const name = nameParam(c);
    const found = await listVersions(c.get("ctx"), name, c.get("origin"));
    return c.json({ name, versions: found, total: found.length });
  })
  .get("/:name/versions/:version", edgeCached, async (c) =>
    c.json(await getVersion(c.get("ctx"), nameParam(c), versionSelectorParam(c), c.get("origin"))),
  )
  .get("/:name/downloads", edgeCached, query(downloadsSchemas, "DownloadsQuery"), async (c) =>
    c.json(await getDownloadSeries(c.get("ctx"), nameParam(c), c.req.valid("query").days)),
  )
  .get("/:name/versions/:version/download", async (c) =>
    sendDownload(c, { name: nameParam(c), version: versionParam(c), format: "wasm" }),
  )
  .get("/:name/versions/:version/sbom", edgeCached, async (c) => sendSbom(c, "sbom"))
  .get("/:name/versions/:version/sbom-signature", edgeCached, async (c) => sendSbom(c, "sbom_signature"))
  .delete(
    "/:name/versions/:version/yank",
    jsonIfAny(),
    query(publishingSchemas, "YankQuery"),
    json(publishingSchemas, "YankRequest"),
    async (c) => {
      const reason = c.req.valid("json").reason ?? c.req.valid("query").reason;
      return c.json(await yankVersion(c.get("ctx"), { name: nameParam(c), version: versionParam(c), reason }));
    },
  )
  .put("/:name/versions/:version/unyank", async (c) =>
    c.json(await unyankVersion(c.get("ctx"), { name: nameParam(c), version: versionParam(c) })),
  );
