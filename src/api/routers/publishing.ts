import { Hono } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { form, formOnly, json, jsonOnly, query } from "#http/input.ts";
import { signedIn } from "#http/signed-in.ts";
import { MAX_FORM_BYTES } from "#contract/sizes.ts";
import { sha256Hex } from "#lib/digest.ts";

const schemas = () => import("#contract/publishing.ts");
const verbs = () => import("#features/publishing/index.ts");

/** 10 MiB of module in base64, a README of 256 KiB with every character escaped, and the rest. */
const PUBLISH_BODY_BYTES = 16 * 1024 * 1024;

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

async function attachment(file: File) {
  const bytes = await bytesOf(file);
  return { bytes, checksum: await sha256Hex(bytes) };
}

export const publishing = new Hono<HttpEnv>()
  .post(
    "/",
    signedIn,
    formOnly(MAX_FORM_BYTES),
    query(schemas, "PublishQuery"),
    form(schemas, "PackageForm"),
    async (c) => {
      const { name, version, package: file, signature, sbom, sbom_signature } = c.req.valid("form");
      const parts = {
        zip: await bytesOf(file),
        ...(signature && { signature }),
        ...(sbom && { sbom: await attachment(sbom) }),
        ...(sbom_signature && { sbomSignature: await attachment(sbom_signature) }),
      };
      const options = { dryRun: c.req.valid("query").dry_run, origin: c.get("origin") };
      const { publishPackage } = await verbs();
      const { created, response } = await publishPackage(c.get("ctx"), parts, { name, version }, options);
      return c.json(response, created ? 201 : 200);
    },
  )
  .post(
    "/publish",
    signedIn,
    jsonOnly(PUBLISH_BODY_BYTES),
    query(schemas, "PublishQuery"),
    json(schemas, "PublishRequest"),
    async (c) => {
      const { announceUpload, publishVersion } = await verbs();
      const { wasm_data, ...input } = c.req.valid("json");
      const options = { dryRun: c.req.valid("query").dry_run, origin: c.get("origin") };
      if (wasm_data === undefined) {
        const announced = await announceUpload(c.get("ctx"), input, options);
        return "upload_id" in announced ? c.json(announced, 202) : c.json(announced.response, 200);
      }
      const module = { bytes: Uint8Array.fromBase64(wasm_data), field: "wasm_data" } as const;
      const { created, response } = await publishVersion(c.get("ctx"), input, module, options);
      return c.json(response, created ? 201 : 200);
    },
  );
