import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Problem } from "../stack/problem.ts";
import { watchOver } from "../stack/watchdog.ts";
import { keptFolder } from "./database.ts";
import { memoryFolder } from "../stack/memory-folder.ts";
import { packageOf } from "./publications.ts";

export const VERDACCIO_VERSION = "6.10.4";
/** It asks for node-fetch by a tag (`cjs`), which mirrors of the npm registry do not all know. */
const manifest = {
  private: true,
  dependencies: { verdaccio: VERDACCIO_VERSION },
  overrides: { "node-fetch": "2.7.0" },
};
const SEARCHED_PACKAGES = 600;
const START_TIMEOUT_MS = 30_000;

export interface Verdaccio {
  url: string;
  /** Of somebody who may publish. */
  token: string;
  stop(): Promise<void>;
}

/** The paths that are asked for. */
export const verdaccioPaths = {
  metadata: "/measured",
  tarball: "/measured/-/measured-1.2.0.tgz",
  search: "/-/v1/search?text=package-77&size=20",
};

/** Installed on demand, with one package of three versions and six hundred to search among. */
export async function startVerdaccio(): Promise<Verdaccio> {
  const script = await installed();
  const folder = await mkdtemp(join(await memoryFolder(), "mockforge-verdaccio-"));
  const config = join(folder, "config.yaml");
  await writeFile(config, configuration(join(folder, "storage")));
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [script, "--config", config, "--listen", url], {
    stdio: "ignore",
    cwd: folder,
  });
  const watchdog = watchOver([child.pid!], [folder]);
  const stop = async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
    watchdog.release();
  };
  try {
    await untilUp(url);
    const token = await signUp(url);
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await publish(url, token, "measured", version);
    await publish(url, token, "package-0", "1.0.0");
    await multiply(join(folder, "storage"));
    return { url, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function installed(): Promise<string> {
  const folder = join(keptFolder, `verdaccio-${VERDACCIO_VERSION}`);
  const script = join(folder, "node_modules/verdaccio/bin/verdaccio");
  const isThere = await access(script).then(
    () => true,
    () => false,
  );
  if (isThere) return script;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const options = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
  await promisify(execFile)("npm", options, { cwd: folder });
  return script;
}

/** As it comes (who publishes is signed in, and each request leaves a line in the log), but that nothing is asked upstream. */
const configuration = (storage: string) => `storage: ${storage}
web: { enable: false }
auth: { htpasswd: { file: ./htpasswd } }
uplinks: {}
packages:
  "**": { access: $all, publish: $authenticated }
log: { type: stdout, format: pretty, level: http }
`;

async function untilUp(url: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end) {
    const answered = await fetch(`${url}/-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Problem(`Verdaccio does not answer at ${url}; remove ${keptFolder} to install it afresh.`);
}

async function signUp(url: string): Promise<string> {
  const path = "/-/user/org.couchdb.user:bench";
  const { token } = await put<{ token: string }>(url + path, { name: "bench", password: randomUUID() });
  return token;
}

async function publish(url: string, token: string, name: string, version: string): Promise<void> {
  await put(`${url}/${name}`, packageOf(name, [version]), { authorization: `Bearer ${token}` });
}

async function put<Answer>(url: string, json: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = { "content-type": "application/json", ...headers };
  const response = await fetch(url, { method: "PUT", body: JSON.stringify(json), headers: sent });
  if (response.status !== 201)
    throw new Error(`Verdaccio answered ${url} with ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Copies the first package's folder, as Verdaccio would have written the others. */
async function multiply(storage: string): Promise<void> {
  const list = join(storage, ".verdaccio-db.json");
  const names = Array.from({ length: SEARCHED_PACKAGES }, (_, index) => `package-${index}`);
  for (const name of names.slice(1)) {
    await cp(join(storage, "package-0"), join(storage, name), { recursive: true });
    const file = join(storage, name, "package.json");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("package-0", name));
  }
  const known = JSON.parse(await readFile(list, "utf8")) as { list: string[] };
  await writeFile(list, JSON.stringify({ ...known, list: [...new Set([...known.list, ...names])] }));
}
