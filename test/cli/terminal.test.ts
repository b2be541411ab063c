import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PASSWORD, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { moduleOfSize } from "../support/uploads.ts";
import { machine } from "./support/cli.ts";
import { sitDown } from "./support/terminal.ts";

const stack = shared();
/** Too large for a request. */
const LARGE = 11 * 1024 * 1024;

test("login asks, and never shows the password", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url);
  const session = sitDown(here, ["login"]);
  await session.sees(/E-mail address/);
  session.type(`${person.email}\r`);
  await session.sees(/Password/);
  session.type(`${PASSWORD}\r`);
  expect(await session.ends).toBe(0);
  expect(session.screen()).toContain(`Signed in to ${stack.url} as ${person.username}`);
  expect(session.screen()).not.toContain(PASSWORD);
  expect(await readFile(here.settingsPath, "utf8")).toContain(`url = "${stack.url}"`);
});

test("Ctrl-C at a prompt ends it without a trace", async () => {
  const session = sitDown(await machine(stack.url), ["login"]);
  await session.sees(/E-mail address/);
  session.type("\u0003");
  expect(await session.ends).toBe(1);
  expect(session.screen()).toContain("Cancelled");
});

test("publish asks, and draws how far it is", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url, person.token);
  const name = unique("drawn");
  await writeFile(join(here.home, "plugin.yaml"), `id: ${name}\nversion: 1.0.0\ndescription: Large\ntypes: [other]\n`);
  await writeFile(join(here.home, `${name}.wasm`), moduleOfSize(LARGE, name));
  const session = sitDown(here, ["publish"], here.home);
  await session.sees(/cannot be changed afterwards/);
  session.type("y\r");
  await session.sees(/100% 11\.0 MiB of 11\.0 MiB/);
  expect(await session.ends).toBe(0);
  expect(session.screen()).toContain(`${name} 1.0.0`);
  expect(session.screen()).toContain("█");
});

test("no is an answer: nothing is published", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url, person.token);
  const name = unique("kept-back");
  await writeFile(join(here.home, "plugin.yaml"), `id: ${name}\nversion: 1.0.0\ndescription: Small\ntypes: [other]\n`);
  await writeFile(join(here.home, `${name}.wasm`), "any");
  const session = sitDown(here, ["publish"], here.home);
  await session.sees(/cannot be changed afterwards/);
  session.type("n\r");
  expect(await session.ends).toBe(1);
  await here.failure(4, ["info", name]);
});
