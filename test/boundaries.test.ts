import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// A boundary check that silently checks nothing is worse than none: the real linter, with the repository's own
// settings, meets one file for each import that a folder may or may not have.

const mayImport: Record<string, string[]> = {
  lib: [],
  contract: ["lib"],
  db: ["lib"],
  platform: ["lib"],
  features: ["db", "platform", "contract", "lib"],
  http: ["features", "contract", "lib"],
  api: ["http", "features", "contract", "lib"],
  web: ["http", "features", "contract", "lib"],
  cli: ["contract", "lib"],
};
const folders = Object.keys(mayImport);

const restricted = "eslint(no-restricted-imports)";
const upwards = "import(no-relative-parent-imports)";
const typeInPlace = "typescript(consistent-type-imports)";
const cycle = "import(no-cycle)";

/** Code by path below src/, with the rules that object to it; no others may. */
const fixtures = new Map<string, { code: string; rules: string[] }>();
const fixture = (path: string, code: string, ...rules: string[]) => fixtures.set(path, { code, rules });
const reExport = (path: string, specifier: string, ...rules: string[]) =>
  fixture(path, `export * from "${specifier}";\n`, ...rules);

for (const from of folders) {
  for (const to of [...folders, "new"].filter((folder) => folder !== from)) {
    const rules = mayImport[from]!.includes(to) ? [] : [restricted];
    const file = to === "features" ? "features/plugins/index.ts" : `${to}/face.ts`;
    reExport(`${from}/to-${to}.ts`, `#${file}`, ...rules);
    reExport(`${from}/inner/to-${to}.ts`, `#${file}`, ...rules);
    // Even what may be imported is named by its folder, so that the other rules can see it.
    const above = from === "features" ? [upwards, restricted] : [upwards];
    reExport(`${from}/up-to-${to}.ts`, `../${file}`, ...above);
    reExport(`${from}/inner/up-to-${to}.ts`, `../../${file}`, restricted);
  }
  reExport(`${from}/to-app.ts`, "#app.ts", restricted);
  reExport(`${from}/up-to-app.ts`, "../app.ts", upwards);
  reExport(`${from}/inner/up-to-app.ts`, "../../app.ts", restricted);
  reExport(`${from}/inner/up-to-own.ts`, "../own.ts");
  reExport(`${from}/inner/to-own.ts`, `#${from}/own.ts`);
  fixture(`${from}/type.ts`, `import type { App } from "#app.ts";\nexport type Mine = App;\n`, restricted);
  fixture(`${from}/type-in-place.ts`, `export type Mine = import("#app.ts").App;\n`, typeInPlace);
  fixture(`${from}/lazy.ts`, `export const lazy = () => import("#app.ts");\n`, restricted);
}

for (const from of folders) {
  const hono = ["http", "api", "web"].includes(from) ? [] : [restricted];
  for (const [name, specifier] of [
    ["hono", "hono"],
    ["jsx", "hono/jsx"],
    ["validator", "@hono/zod-validator"],
  ]) {
    reExport(`${from}/${name}.ts`, specifier!, ...hono);
  }
  const sql = ["db", "platform", "features"].includes(from) ? [] : [restricted];
  for (const [name, specifier] of [
    ["drizzle", "drizzle-orm"],
    ["columns", "drizzle-orm/pg-core"],
    ["neon", "@neondatabase/serverless"],
  ]) {
    reExport(`${from}/${name}.ts`, specifier!, ...sql);
  }
}

for (const from of ["features/reviews", "http", "api", "web"]) {
  reExport(`${from}/face-of-feature.ts`, "#features/plugins/index.ts");
  reExport(`${from}/shared-by-features.ts`, "#features/context.ts");
  reExport(`${from}/inside-of-feature.ts`, "#features/plugins/search.ts", restricted);
  reExport(`${from}/deep-index-of-feature.ts`, "#features/plugins/queries/index.ts", restricted);
}
// contract/ is one folder deeper.
reExport("contract/inner/deep/up-to-own.ts", "../../own.ts");
reExport("contract/inner/deep/to-own.ts", "#contract/own.ts");
reExport("contract/inner/deep/to-lib.ts", "#lib/face.ts");
for (const specifier of ["../../../lib/face.ts", "../../../app.ts", "#db/face.ts", "#app.ts", "hono", "drizzle-orm"]) {
  reExport(`contract/inner/deep/not-${specifier.replace(/\W+/g, "-")}.ts`, specifier, restricted);
}

reExport("features/reviews/face-beside.ts", "../plugins/index.ts");
reExport("features/reviews/shared-above.ts", "../context.ts");
reExport("features/reviews/inside-beside.ts", "../plugins/search.ts", restricted);

for (const [path, specifier] of [
  ["lib/egg", "./hen.ts"],
  ["lib/hen", "./egg.ts"],
  ["features/one/index", "./verb.ts"],
  ["features/one/verb", "../two/index.ts"],
  ["features/two/index", "./verb.ts"],
  ["features/two/verb", "#features/one/index.ts"],
]) {
  fixture(`${path}.ts`, `import { next } from "${specifier}";\nexport const here = () => void next;\n`, cycle);
}
fixture("lib/type-egg.ts", `import type { Hen } from "./type-hen.ts";\nexport type Egg = Hen[];\n`, cycle);
fixture("lib/type-hen.ts", `import type { Egg } from "./type-egg.ts";\nexport type Hen = Egg[];\n`, cycle);

fixture("features/settings.ts", "void process;\n", "eslint(no-restricted-globals)");
fixture("api/print.ts", `console.log("here");\n`, "eslint(no-console)");
fixture("platform/log.ts", `console.log("here");\n`);
fixture("cli/print.ts", `void process;\nconsole.log("here");\n`);

fixture("app.ts", folders.map((to) => `export * from "#${to}/own.ts";\n`).join(""));

const complaints = new Map<string, string[]>();
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mockforge-boundaries-"));
  await Promise.all([
    cp(".oxlintrc.json", join(root, ".oxlintrc.json")),
    cp("package.json", join(root, "package.json")),
  ]);
  for (const folder of folders) fixture(`${folder}/own.ts`, `export const ${folder} = 1;\n`);
  await Promise.all([...fixtures].map(([path, { code }]) => write(join(root, "src", path), code)));
  for (const { filename, code } of await lint(root)) {
    const path = filename.replaceAll("\\", "/").replace(/^.*?src\//, "");
    complaints.set(path, [...(complaints.get(path) ?? []), code].toSorted());
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("the linter says of each import what the table says", () => {
  test.each([...fixtures])("src/%s", (path, { rules }) => {
    expect(complaints.get(path) ?? []).toEqual(rules.toSorted());
  });
});

test("every folder of src stands in the table", async () => {
  const entries = await readdir("src", { withFileTypes: true });
  expect(folders).toEqual(
    expect.arrayContaining(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)),
  );
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function lint(folder: string): Promise<{ filename: string; code: string }[]> {
  const oxlint = resolve("node_modules/oxlint/bin/oxlint");
  const output = await new Promise<string>((resolveOutput, reject) => {
    execFile(
      process.execPath,
      [oxlint, "--format", "json"],
      { cwd: folder, maxBuffer: Infinity },
      (_error, stdout, stderr) => (stdout.startsWith("{") ? resolveOutput(stdout) : reject(new Error(stdout + stderr))),
    );
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  return diagnostics;
}
