import { createHash } from "node:crypto";
import type { Stack } from "../stack.ts";

interface Files {
  name: string;
  version: string;
  /** Key and SHA-256 of each. */
  files: Record<"wasm" | "zip" | "sbom", [string | null, string | null]>;
}

const versionsOf = ({ sql }: Stack, names: string[]) => sql<Files>`
  select p.name, v.version, json_build_object('wasm', json_build_array(v.module_key, v.checksum),
    'zip', json_build_array(v.package_key, v.package_checksum), 'sbom', json_build_array(v.sbom_key, v.sbom_checksum)) as files
  from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = any(${names})`;

/** Holds the files of each version against their checksums, in storage and as they are downloaded. @returns how many versions there are */
export async function checkFiles(stack: Stack, names: string[]): Promise<number> {
  const versions = await versionsOf(stack, names);
  const check = async (what: string, expected: string | null, bytes: Uint8Array | undefined) => {
    const found = bytes && createHash("sha256").update(bytes).digest("hex");
    if (found !== expected) throw new Error(`${what} is ${found ?? "gone"}, not ${expected}`);
  };
  await Promise.all(
    versions.flatMap(({ name, version, files }) =>
      Object.entries(files).map(async ([kind, [key, checksum]]) => {
        if (key === null) return;
        const what = `${kind} of ${name} ${version}`;
        await check(what, checksum, await stack.store.get(key));
        const path =
          kind === "sbom"
            ? `/api/v1/plugins/${name}/versions/${version}/sbom`
            : `/dl/${name}/${name}-${version}.${kind}`;
        const response = await stack.request(path);
        await check(`${what}, downloaded: ${response.status}`, checksum, new Uint8Array(await response.arrayBuffer()));
      }),
    ),
  );
  return versions.length;
}

/** What ought to be in storage. */
export async function keysOfRows(stack: Stack, names: string[]): Promise<string[]> {
  const versions = await versionsOf(stack, names);
  return versions
    .flatMap(({ files }) => Object.values(files).map(([key]) => key))
    .filter((key) => key !== null)
    .toSorted();
}
