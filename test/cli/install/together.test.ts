import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ListDocument, VerifyDocument } from "../../../src/cli/documents/install.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { moduleOfSize } from "../../support/uploads.ts";
import { sitDown } from "../support/terminal.ts";
import { installing, namesIn } from "./support.ts";

const stack = shared();

test("of several at once on one directory, none loses what another has done", async () => {
  const author = await somebody(stack);
  const names = ["a", "b", "c", "d"].map((letter) => unique(letter));
  for (const name of names) await author.publishes(name);
  const here = await installing(stack.url);
  const outcomes = await Promise.all(names.map((name) => here.run(["install", name])));
  expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
  const { plugins } = await here.document(ListDocument, ["list"]);
  expect(plugins.map(({ name }) => name)).toEqual(names);
  const verified = await here.document(VerifyDocument, ["verify"]);
  expect(verified.plugins.map(({ state }) => state)).toEqual(names.map(() => "intact"));
  expect((await namesIn(here.plugins)).filter((path) => path.startsWith("."))).toEqual([]);
});

test("who works is waited for; who is dead, or gives no sign from another machine, is not", async () => {
  const author = await somebody(stack);
  const name = unique("waiting");
  await author.publishes(name);
  const here = await installing(stack.url);
  const host = encodeURIComponent(hostname()).replaceAll(".", "%2E");
  const claimOf = (pid: number | undefined, on = host) =>
    join(here.plugins, ".mockforge-registry", `claim.${pid}.${on}.00000000-0000-4000-8000-000000000000`);
  const dead = spawn(process.execPath, ["--version"]);
  await new Promise((resolve) => dead.on("exit", resolve));
  await mkdir(join(here.plugins, ".mockforge-registry"), { recursive: true });
  for (const pid of [process.pid, dead.pid]) await writeFile(claimOf(pid), "");
  await writeFile(claimOf(1, "elsewhere"), "");
  await utimes(claimOf(1, "elsewhere"), 0, 0);

  const session = sitDown(here, ["install", name, "--yes"]);
  await session.sees(new RegExp(`Waiting for another mockforge-registry \\(process ${process.pid} on`));
  expect(await namesIn(here.plugins)).not.toContain(`${name}/${name}.wasm`);
  await rm(claimOf(process.pid));
  expect(await session.ends).toBe(0);
  const files = ["mockforge-plugins.lock", `${name}/${name}.wasm`, `${name}/plugin.yaml`];
  expect(new Set(await namesIn(here.plugins))).toEqual(new Set(files));
});

test("on a terminal it asks, and no is an answer: nothing is written", async () => {
  const author = await somebody(stack);
  const name = unique("asked");
  await author.publishes(name);
  const here = await installing(stack.url);
  const refused = sitDown(here, ["install", name]);
  await refused.sees(/Go on\?/);
  refused.type("n\r");
  expect(await refused.ends).toBe(1);
  expect(await namesIn(here.plugins)).toEqual([]);
  const agreed = sitDown(here, ["install", name]);
  await agreed.sees(/Go on\?/);
  agreed.type("y\r");
  expect(await agreed.ends).toBe(0);
  expect(agreed.screen()).toContain(`+ ${name} 1.0.0`);
  expect(agreed.screen()).toContain("█");
  expect(await readFile(here.lockPath, "utf8")).toContain(name);
});

/** Larger than what the registry itself holds against its checksum before it sends it. */
const STREAMED_BYTES = 300 * 1024;

test("a byte that turned over in storage is noticed: exit code 6, and nothing is written", async () => {
  const author = await somebody(stack);
  const [needed, name] = [unique("sound"), unique("flipped")];
  await author.publishes(needed);
  const module = moduleOfSize(STREAMED_BYTES, name);
  await author.publishes(name, "1.0.0", {
    dependencies: { [needed]: "*" },
    checksum: createHash("sha256").update(module).digest("hex"),
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  });
  const here = await installing(stack.url);
  const key = (await stack.store.keys(`packages/${name}/`)).find((each) => each.endsWith(".zip"))!;
  const zip = (await stack.store.get(key))!;
  zip[zip.length - STREAMED_BYTES / 2]! ^= 1;
  await stack.store.put(key, Buffer.from(zip));
  const { message } = await here.failure(6, ["install", name]);
  expect(message).toContain(`${name} 1.0.0 is not what was published`);
  expect(await namesIn(here.plugins)).toEqual([]);
});

test("a plugin directory that cannot be one is no defect of ours", async () => {
  const author = await somebody(stack);
  const name = unique("nowhere");
  await author.publishes(name);
  const here = await installing(stack.url);
  const file = join(here.home, "file");
  await writeFile(file, "");
  const { message } = await here.failure(1, ["install", name, "--dir", file]);
  expect(message).toMatch(/^Cannot change .*file: E/);
});
