import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { stringify } from "yaml";
import { sendPackage } from "../packages.ts";
import type { Person } from "../people.ts";
import type { Claims } from "./claims.ts";

/** One publication that says twice what it is. */
export interface Publication {
  beside: Claims;
  manifest: Record<string, unknown>;
  module: Uint8Array<ArrayBuffer>;
}

const PUBLISH = "/api/v1/plugins/publish";

export const zipOf = (files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, typeof content === "string" ? strToU8(content) : content]),
    ),
  );

export const requestOf = ({ beside, manifest, module }: Publication): Record<string, unknown> => ({
  ...beside,
  manifest,
  checksum: createHash("sha256").update(module).digest("hex"),
  file_size: module.length,
});

/** Sends it in one of the three ways; of an upload, this is the announcement. */
export const WAYS = {
  "a package": (by: Person, { beside, manifest, module }: Publication) =>
    sendPackage(by, String(beside.name), zipOf({ "plugin.yaml": stringify(manifest), "some.wasm": module }), {
      fields: { version: String(beside.version) },
    }),
  "one request": (by: Person, publication: Publication) =>
    by.request(PUBLISH, {
      json: { ...requestOf(publication), wasm_data: Buffer.from(publication.module).toString("base64") },
    }),
  "an upload": (by: Person, publication: Publication) => by.request(PUBLISH, { json: requestOf(publication) }),
} as const;
export type Way = keyof typeof WAYS;
