import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { InfoDocument } from "../../src/cli/documents/info.ts";
import { PublishResponse } from "../../src/contract/publishing.ts";
import { wasmModule } from "../support/modules.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { moduleOfSize } from "../support/uploads.ts";
import { type Machine, machine } from "./support/cli.ts";
import { fakeRegistry, sendJson } from "./support/fake-registry.ts";

const stack = shared();
/** Too large for a request. */
const LARGE = 11 * 1024 * 1024;

/** The layout of newer manifests; the older one has no `plugin:`, and `name` is a title in both. */
const nested = (id: string, version: string) => `# Ours
plugin:
  id: ${id}
  version: ${version}
  name: A title
  description: Checks things
  types: [auth]
  license: MIT
  keywords: [jwt]
dependencies: []
`;
const flat = (id: string, version: string) =>
  `id: ${id}\nname: A title\nversion: ${version}\ndescription: Serves rows\ntypes: [datasource]\n`;

async function author(): Promise<{ here: Machine; name: string }> {
  return { here: await machine(stack.url, (await somebody(stack)).token), name: unique("made") };
}

async function write(here: Machine, files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(here.home, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

const publish = (here: Machine, ...args: string[]) =>
  here.document(PublishResponse, ["publish", ...args], { cwd: here.home });

describe("publish takes", () => {
  const cargo = (target: string) => (name: string) => `target/${target}/${name.replaceAll("-", "_")}.wasm`;
  test.for([
    ["what cargo built for wasip1", nested, "plugin.yaml", cargo("wasm32-wasip1/release")],
    ["what cargo built for wasi, and the older manifest", flat, "plugin.yml", cargo("wasm32-wasi/release")],
    ["what cargo built for wasip2, unoptimised", nested, "plugin.yaml", cargo("wasm32-wasip2/debug")],
    ["a module beside plugin.yaml", nested, "plugin.yaml", (name: string) => `${name}.wasm`],
  ] as const)("a folder with %s", async ([, manifest, manifestName, modulePath]) => {
    const { here, name } = await author();
    await write(here, {
      [manifestName]: manifest(name, "0.1.0"),
      [modulePath(name)]: await wasmModule(name),
      "README.md": "# Hello",
    });
    expect(await publish(here, "--yes")).toMatchObject({ name, version: "0.1.0", dry_run: false });
    const { plugin } = await here.document(InfoDocument, ["info", name]);
    expect(plugin).toMatchObject({ category: manifest === flat ? "datasource" : "auth" });
  });

  test("a plugin in a workspace, whose target folder is above it, and its .wasm by itself", async () => {
    const { here, name } = await author();
    const built = `target/wasm32-wasip1/release/${name.replaceAll("-", "_")}.wasm`;
    await write(here, { [`plugins/one/plugin.yaml`]: nested(name, "0.1.0"), [built]: await wasmModule(name) });
    await publish(here, "plugins/one", "--yes");
    const inside = "plugins/one/build/module.wasm";
    await write(here, { "plugins/one/plugin.yaml": nested(name, "0.2.0"), [inside]: await wasmModule(`${name} 2`) });
    expect(await publish(here, inside, "--yes")).toMatchObject({ version: "0.2.0" });
    await write(here, { "plugins/one/plugin.yaml": nested(name, "0.3.0") });
    expect(await publish(here, "plugins/one", "--wasm", inside, "--yes")).toMatchObject({ version: "0.3.0" });
  });

  test("a package", async () => {
    const { here, name } = await author();
    const files = { "plugin.yaml": strToU8(nested(name, "1.0.0")), "any.wasm": await wasmModule(name) };
    await write(here, { "package.zip": zipSync(files) });
    expect(await publish(here, "package.zip", "--yes")).toMatchObject({ name, version: "1.0.0" });
  });
});

const TICKET = {
  success: true,
  message: "Send it",
  upload_id: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90",
  upload_headers: { "content-type": "application/wasm", "if-none-match": "*" },
  expires_at: "2126-11-24T09:45:00.000Z",
};
const publishedAs = (name: string) => ({
  success: true,
  message: "It is published",
  name,
  version: "1.0.0",
  upload_url: "https://registry.example/dl",
  checksum: "0".repeat(64),
  dry_run: false,
  published_at: "2026-11-24T09:30:00.000Z",
});

test("an upload that breaks off is sent again, and one that was there is completed; storage never sees the token", async () => {
  const name = unique("broken-off");
  // The first answer is lost after everything arrived: so the second is told that the file is there.
  const storage = await fakeRegistry((_seen, response, count) =>
    count === 1 ? response.destroy() : response.writeHead(412).end(),
  );
  const registry = await fakeRegistry(({ path }, response) =>
    path.startsWith("/api/v1/uploads/")
      ? sendJson(response, 201, publishedAs(name))
      : sendJson(response, 202, { ...TICKET, upload_url: `${storage.url}/packages/one.wasm?X-Amz-Signature=1` }),
  );
  const here = await machine(registry.url, "mfr_secret");
  await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: moduleOfSize(LARGE, name) });
  const { code, stderr } = await here.run(["publish", "--yes"], { cwd: here.home });
  expect({ code, waited: stderr.includes("trying again") }).toEqual({ code: 0, waited: true });
  expect(storage.seen).toMatchObject([1, 2].map(() => ({ method: "PUT", authorization: undefined })));
  expect(storage.seen.map(({ body }) => body.length >= LARGE / 2)).toEqual([true, true]);
  expect(registry.seen.map(({ path }) => path)).toEqual([
    "/api/v1/plugins/publish",
    `/api/v1/uploads/${TICKET.upload_id}/complete`,
  ]);
});

describe("publish", () => {
  test("shows what it sends; a dry run checks everything and publishes nothing", async () => {
    const { here, name } = await author();
    await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: await wasmModule(name) });
    expect(await publish(here, "--dry-run")).toMatchObject({ dry_run: true, published_at: null });
    const { stderr } = await here.run(["publish", "--dry-run"], { cwd: here.home });
    expect(stderr).toMatch(new RegExp(`plugin +${name} 1\\.0\\.0\\n`));
    expect(stderr).toMatch(/sha-256 +[0-9a-f]{64}\n/);
    await here.failure(4, ["info", name]);
  });

  test("the same bytes twice are published once; other bytes are refused", async () => {
    const { here, name } = await author();
    await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: await wasmModule(name) });
    const first = await publish(here, "--yes");
    expect(await publish(here, "--yes")).toMatchObject({ published_at: first.published_at });
    await write(here, { [`${name}.wasm`]: await wasmModule(`${name} otherwise`) });
    const { code, hint } = await here.failure(1, ["publish", "--yes"], { cwd: here.home });
    expect({ code, hint }).toEqual({
      code: "version_exists",
      hint: "raise the version in plugin.yaml and publish again",
    });
  });

  test("without a terminal it wants --yes, and sends nothing before", async () => {
    const { here, name } = await author();
    await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: await wasmModule(name) });
    expect(await here.failure(2, ["publish"], { cwd: here.home })).toMatchObject({ hint: "give --yes" });
    await here.failure(4, ["info", name]);
  });

  test("sends more than 10 MiB straight to storage", async () => {
    const { here, name } = await author();
    await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: moduleOfSize(LARGE, name) });
    expect(await publish(here, "--dry-run")).toMatchObject({ dry_run: true });
    const published = await publish(here, "--yes");
    const { version } = await here.document(InfoDocument, ["info", name]);
    expect(version).toMatchObject({ checksum: published.checksum, size: LARGE });
    expect(await publish(here, "--yes")).toMatchObject({ published_at: published.published_at });
  });

  test("says all that is wrong with plugin.yaml, and where a module was looked for", async () => {
    const { here, name } = await author();
    await here.failure(1, ["publish"], { cwd: here.home });
    await write(here, { "plugin.yaml": nested("Not A Name", "one") });
    const { issues } = await here.failure(1, ["publish"], { cwd: here.home });
    expect(issues.map(({ path }) => path)).toEqual(["plugin.yaml: name", "plugin.yaml: version"]);
    await write(here, { "plugin.yaml": nested(name, "1.0.0") });
    expect(await here.failure(1, ["publish"], { cwd: here.home })).toMatchObject({
      message: expect.stringContaining(`${name.replaceAll("-", "_")}.wasm`),
      hint: expect.stringContaining("cargo build --target wasm32-wasip1 --release"),
    });
    await here.failure(1, ["publish", "nowhere"], { cwd: here.home });
    await here.failure(2, ["publish", "plugin.yaml"], { cwd: here.home });
  });

  test("what is no module is refused by the registry", async () => {
    const { here, name } = await author();
    await write(here, { "plugin.yaml": nested(name, "1.0.0"), [`${name}.wasm`]: "not a module" });
    expect(await here.failure(1, ["publish", "--yes"], { cwd: here.home })).toMatchObject({ code: "invalid_input" });
  });
});
