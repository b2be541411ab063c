import { strToU8, zipSync } from "fflate";
import { stringify } from "yaml";
import type { Person } from "./people.ts";

/** A package as an author makes it. */
export function packageOf(name: string, module: Uint8Array, version = "1.0.0"): Uint8Array<ArrayBuffer> {
  const plugin = { id: name, version, name, description: "A test", types: ["testing"], license: "MIT" };
  return zipSync({ "plugin.yaml": strToU8(stringify({ plugin })), "plugin.wasm": module });
}

interface Parts {
  files?: Record<string, string>;
  fields?: Record<string, string | undefined>;
  query?: string;
}

/** The form that `mockforge-plugin publish` sends. Other parts as files, or as plain fields. */
export async function sendPackage(
  by: Person,
  name: string,
  zip: Uint8Array<ArrayBuffer>,
  { files = {}, fields = {}, query = "" }: Parts = {},
): Promise<Response> {
  const body = new FormData();
  body.set("name", name);
  body.set("version", "1.0.0");
  body.set("package", new File([zip], `${name}.zip`, { type: "application/zip" }));
  for (const [part, content] of Object.entries(fields)) if (content !== undefined) body.set(part, content);
  for (const [part, content] of Object.entries(files)) body.set(part, new File([content], part));
  return by.request(`/api/v1/plugins${query}`, { method: "POST", body });
}
