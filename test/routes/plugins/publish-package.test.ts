import { request } from "node:http";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { wasmModule } from "../../support/modules.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { moduleOfSize } from "../../support/uploads.ts";

const stack = shared();
let person: Person;
let module: Uint8Array;

beforeAll(async () => {
  person = await somebody(stack);
  module = await wasmModule("a package");
});

/** As MockForge's own plugins write it: fields at the top, no licence. */
const flat = (name: string, more = "") => `id: "${name}"
name: "CSV Data Source Plugin"
description: "Provides access to CSV files as mock data sources"
version: "0.1.0"
author:
  name: "MockForge Team"
types:
  - "datasource"
capabilities:
  filesystem:
    allow_read: true
dependencies: []
${more}`;

/** The other layout: fields under \`plugin\`. */
const nested = (name: string) => `plugin:
  id: "${name}"
  version: "0.1.0"
  name: "JWT Authentication Plugin (Go)"
  description: "JWT-based authentication plugin written in Go using TinyGo"
  types: ["auth"]
  license: "MIT OR Apache-2.0"
  keywords: ["authentication", "jwt", "go", "wasm"]
dependencies: []
`;

async function send(name: string, zip: Uint8Array, more: { version?: string; query?: string; by?: Person } = {}) {
  const body = new FormData();
  body.set("name", name);
  body.set("version", more.version ?? "0.1.0");
  body.set("package", new File([zip], `${name}.zip`, { type: "application/zip" }));
  const by = more.by ?? person;
  return by.request(`/api/v1/plugins${more.query ?? ""}`, { method: "POST", body });
}

const packageOf = (files: Zippable) => zipSync(files);
const usual = (name: string) => packageOf({ "plugin.yaml": strToU8(nested(name)), "plugin.wasm": module });

test.for([
  [
    "under `plugin:`",
    nested,
    { category: "auth", license: "MIT OR Apache-2.0", tags: ["authentication", "jwt", "go", "wasm"] },
  ],
  ["at the top", flat, { category: "datasource", license: "NOASSERTION", tags: [] }],
] as const)("a manifest with its fields %s becomes the plugin's metadata", async ([, manifest, expected]) => {
  const name = unique("packaged");
  const zip = packageOf({
    "plugin.yaml": strToU8(manifest(name)),
    "some.wasm": module,
    "README.md": strToU8("# Read me"),
  });
  const answer = await send(name, zip);
  expect([answer.status, await answer.json()]).toMatchObject([201, { name, version: "0.1.0" }]);
  expect(await (await person.request(`/api/v1/plugins/${name}`)).json()).toMatchObject({
    ...expected,
    version: "0.1.0",
  });

  const served = await person.request(`/dl/${name}/${name}-0.1.0.zip`);
  const files = unzipSync(new Uint8Array(await served.arrayBuffer()));
  expect(Object.keys(files).toSorted()).toEqual(["README.md", `${name}.wasm`, "plugin.yaml"].toSorted());
  expect(new TextDecoder().decode(files["plugin.yaml"])).toBe(manifest(name));
  expect(files[`${name}.wasm`]).toEqual(module);
});

test("sending it again is answered 200, a dry run writes nothing", async () => {
  const name = unique("packaged");
  expect((await send(name, usual(name), { query: "?dry_run=true" })).status).toBe(200);
  expect((await person.request(`/api/v1/plugins/${name}`)).status).toBe(404);
  expect((await send(name, usual(name))).status).toBe(201);
  expect((await send(name, usual(name))).status).toBe(200);
  const stranger = await somebody(stack);
  expect((await send(name, usual(name), { by: stranger })).status).toBe(403);
});

test("dependencies are read in both spellings", async () => {
  const base = unique("base");
  await send(base, usual(base));
  for (const dependencies of [`[{ id: "${base}", version: "^0.1" }]`, `{ ${base}: "^0.1" }`]) {
    const name = unique("needy");
    const yaml = flat(name).replace("dependencies: []", `dependencies: ${dependencies}`);
    expect((await send(name, packageOf({ "plugin.yml": strToU8(yaml), "a.wasm": module }))).status).toBe(201);
    const found = (await (await person.request(`/api/v1/plugins/${name}/versions/latest`)).json()) as object;
    expect(found).toMatchObject({ dependencies: { [base]: "^0.1" } });
  }
});

/** Finds the first entry of the central directory, where a liar changes a field. */
function lie(zip: Uint8Array, at: number, value: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  for (let i = 0; i < copy.length - 4; i += 1) {
    if (view.getUint32(i, true) !== 0x02014b50) continue;
    view.setUint32(i + at, value, true);
    return copy;
  }
  throw new Error("no directory");
}

describe("a package that lies is refused with the reason", () => {
  const yaml = (name: string) => ({ "plugin.yaml": strToU8(nested(name)) });
  const usualYaml = (name: string, more: number) => ({ "plugin.yaml": strToU8(nested(name) + "#".repeat(more)) });
  const cases: [string, (name: string) => Uint8Array, RegExp][] = [
    ["not a zip", () => strToU8("just text, and long enough to hold a header"), /not a zip/],
    ["cut short", (name) => usual(name).slice(0, -40), /not a zip|broken|cut short/],
    ["no module", (name) => packageOf(yaml(name)), /no module/],
    ["two modules", (name) => packageOf({ ...yaml(name), "a.wasm": module, "b.wasm": module }), /more than one module/],
    ["no manifest", () => packageOf({ "a.wasm": module }), /no plugin.yaml/],
    ["a path out of it", (name) => packageOf({ ...yaml(name), "../a.wasm": module }), /leaves the archive/],
    ["an absolute path", (name) => packageOf({ ...yaml(name), "/etc/a.wasm": module }), /leaves the archive/],
    ["a path of another system", (name) => packageOf({ ...yaml(name), "..\\a.wasm": module }), /leaves the archive/],
    [
      "a path out of a folder",
      (name) => packageOf({ ...yaml(name), "docs/../../README.md": module }),
      /leaves the arch/,
    ],
    [
      "two manifests",
      (name) => packageOf({ ...yaml(name), "plugin.yml": strToU8("a: 1"), "a.wasm": module }),
      /than one/,
    ],
    ["a size beyond 4 GiB", (name) => lie(usual(name), 24, 0xffffffff), /ZIP64/],
    ["a manifest of 64 KiB", (name) => packageOf({ ...usualYaml(name, 65_536), "a.wasm": module }), /more than 65536/],
    [
      "a bomb that says it is small",
      (name) => lie(packageOf({ "a.wasm": new Uint8Array(65 * 1024 * 1024), ...yaml(name) }), 24, 5),
      /longer than it says/,
    ],
    ["a wrong CRC", (name) => lie(usual(name), 16, 12_345), /CRC-32/],
    ["encryption", (name) => lie(usual(name), 8, 0x00080001), /encrypted/],
    ["a false size", (name) => lie(usual(name), 24, 5), /longer than it says|not as long/],
    ["a false place", (name) => lie(usual(name), 42, 77), /not where/],
    ["a bomb", (name) => packageOf({ ...yaml(name), "a.wasm": new Uint8Array(65 * 1024 * 1024) }), /expands from/],
    ["broken YAML", () => packageOf({ "plugin.yaml": strToU8("a: [1,"), "a.wasm": module }), /plugin.yaml/],
    ["a manifest that is a list", () => packageOf({ "plugin.yaml": strToU8("- a"), "a.wasm": module }), /map/],
    [
      "no id",
      (name) => packageOf({ "plugin.yaml": strToU8(nested(name).replace(/ {2}id:.*\n/, "")), "a.wasm": module }),
      /name/,
    ],
    ["what is no module", (name) => packageOf({ ...yaml(name), "a.wasm": strToU8("not wasm at all") }), /./],
  ];
  test.for(cases)("%s", async ([, make, reason]) => {
    const name = unique("lying");
    const answer = await send(name, make(name));
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toMatch(reason);
  });
});

test("name and version beside the package must be its own", async () => {
  const name = unique("packaged");
  const answer = await send(`${name}x`, usual(name), { version: "0.2.0" });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { issues: [{ path: "name" }, { path: "version" }] },
  ]);
});

/** Announces a form of so many bytes and sends none of them: the announcement alone is answered. */
const announce = (bytes: number) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      "content-type": "multipart/form-data; boundary=x",
      "content-length": bytes,
      authorization: `Bearer ${person.token}`,
    };
    const sent = request(new URL("/api/v1/plugins", stack.url), { method: "POST", headers }, (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.on("error", reject);
    sent.flushHeaders();
  });

test("a body that is no form is 415, one beyond 20 MiB is 413, a form without a package 400, a stranger's 401", async () => {
  const json = await person.request("/api/v1/plugins", { json: { name: "x" } });
  expect(json.status).toBe(415);
  expect(await announce(21 * 1024 * 1024)).toBe(413);
  const form = new FormData();
  form.set("name", "no-package");
  form.set("version", "1.0.0");
  const lacking = await person.request("/api/v1/plugins", { method: "POST", body: form });
  expect([lacking.status, await lacking.json()]).toMatchObject([400, { issues: [{ path: "package" }] }]);
  expect((await stack.request("/api/v1/plugins", { method: "POST", body: form })).status).toBe(401);
});

test("a package of 20 MiB passes, a byte more does not", async () => {
  const most = 20 * 1024 * 1024;
  const name = unique("large");
  const stored = (size: number) =>
    zipSync({ "plugin.yaml": strToU8(nested(name)), "a.wasm": moduleOfSize(size, name) }, { level: 0 });
  const module20 = most - (stored(100).length - 100);
  const over = await send(name, stored(module20 + 1));
  expect([over.status, await over.json()]).toMatchObject([400, { issues: [{ path: "package" }] }]);
  expect((await send(name, stored(module20))).status).toBe(201);
});
