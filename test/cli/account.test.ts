import { readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { AccountDocument, LogoutDocument } from "../../src/cli/documents/account.ts";
import { PASSWORD, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { machine } from "./support/cli.ts";

const stack = shared();

test("register signs in, and the file that keeps the token is nobody else's to read", async () => {
  const here = await machine(stack.url);
  const username = unique("cli").slice(0, 20);
  const args = ["register", "--username", username, "--email", `${username}@example.com`, "--password-stdin"];
  const account = await here.document(AccountDocument, args, { input: `${PASSWORD}\n` });
  expect(account).toMatchObject({ username, token_source: "file" });
  expect((await stat(here.settingsPath)).mode & 0o777).toBe(0o600);
  const { username: seen } = await here.document(AccountDocument, ["whoami"]);
  expect(seen).toBe(username);
});

test("login by password or by token, logout forgets", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url);
  const withPassword = ["login", "--email", person.email, "--password-stdin"];
  await here.document(AccountDocument, withPassword, { input: PASSWORD });
  expect(await here.document(LogoutDocument, ["logout"])).toMatchObject({ forgotten: true });
  expect(await here.failure(3, ["whoami"])).toMatchObject({ hint: expect.stringContaining("login") });
  await here.document(AccountDocument, ["login", "--token-stdin"], { input: `${person.token}\n` });
  expect(await here.run(["whoami"])).toMatchObject({ stdout: `${person.username} at ${stack.url}\n` });
  await here.document(AccountDocument, ["login", "--token", person.token]);
  expect(await readFile(here.settingsPath, "utf8")).toContain(person.token);
});

test("a wrong password or token is refused, and nothing is stored", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url);
  const withPassword = ["login", "--email", person.email, "--password-stdin"];
  expect(await here.failure(3, withPassword, { input: "wrong" })).toMatchObject({ code: "invalid_credentials" });
  expect(await here.failure(3, ["login", "--token", "mfr_none"])).toMatchObject({ code: "invalid_token" });
  await expect(stat(here.settingsPath)).rejects.toThrow("ENOENT");
});

test("logout --everywhere ends every session", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url);
  await here.document(AccountDocument, ["login", "--token", person.token]);
  expect(await here.document(LogoutDocument, ["logout", "--everywhere"])).toMatchObject({ everywhere: true });
  expect(await here.failure(3, ["whoami", "--token", person.token])).toMatchObject({ code: "invalid_token" });
});

test.for([
  [["login"], "--email or --token-stdin"],
  [["login", "--email", "ada@example.com"], "--password-stdin"],
  [["register"], "--username"],
] as const)("without a terminal, %j names the flag instead of asking", async ([args, flag]) => {
  const here = await machine(stack.url);
  expect(await here.failure(2, [...args])).toMatchObject({ hint: expect.stringContaining(flag) });
});
