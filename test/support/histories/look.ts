import { isDeepStrictEqual } from "node:util";
import { answer } from "../answers.ts";
import { currentVersion, type Model, resolved, sorted } from "./model.ts";
import type { World } from "./world.ts";

/** Reads all that there is to read about the plugin, and holds it against the model. @throws Error where they differ */
export async function look(model: Model, world: World): Promise<void> {
  await Promise.all(world.names.map((name) => lookAt(model, world, name)));
}

async function lookAt(model: Model, world: World, name: string): Promise<void> {
  const read = async (path: string, json?: unknown) => {
    const response = await world.stack.request(path, json === undefined ? {} : { json });
    return answer(response);
  };
  const plugin = model.visible(name);
  const entry = await read(`/api/v1/plugins/${name}`);
  if (!plugin) return agree(`${name} is not to be seen`, [entry.status, entry.body.code], [404, "plugin_not_found"]);

  const username = (person: number) => world.people[person]?.username;
  const files = `${world.stack.url}dl/${name}/${name}`;
  agree(
    name,
    {
      version: entry.body.version,
      versions: entry.body.versions.map(({ version, checksum, published_by, yanked, download_url }: any) => {
        return { version, checksum, published_by, yanked, download_url };
      }),
      owners: new Set(entry.body.owners),
      deprecated: entry.body.deprecated?.message ?? null,
    },
    {
      version: currentVersion(plugin),
      versions: sorted(plugin).map((version) => {
        const { bytes, publisher, yanked } = plugin.versions.get(version)!;
        const checksum = world.checksums[bytes];
        return {
          version,
          checksum,
          published_by: username(publisher),
          yanked,
          download_url: `${files}-${version}.wasm`,
        };
      }),
      owners: new Set([...plugin.owners].map(username)),
      deprecated: plugin.deprecation,
    },
  );

  const { status, body } = await read("/api/v1/resolve", { plugins: { [name]: "*" } });
  const version = resolved(plugin);
  agree(
    `${name} resolves`,
    [status, body.resolved?.[0]?.version ?? body.code],
    [version === undefined ? 409 : 200, version ?? "unresolvable"],
  );
  await Promise.all(
    [...plugin.versions].map(async ([each, { bytes }]) => {
      const file = await world.stack.request(`/dl/${name}/${name}-${each}.wasm`);
      const arrived = new Uint8Array(await file.arrayBuffer());
      agree(`the bytes of ${name} ${each}`, [file.status, arrived], [200, new Uint8Array(world.modules[bytes]!)]);
    }),
  );
}

export function agree(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(found)}, but the model has ${JSON.stringify(expected)}`);
}
