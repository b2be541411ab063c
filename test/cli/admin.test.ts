import { expect, test } from "vitest";
import { AuditLog, SuspensionResponse, VerifyResponse } from "../../src/contract/admin.ts";
import { Done } from "../../src/contract/common.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { machine } from "./support/cli.ts";

const stack = shared();

test("an administrator verifies, takes down, restores, and reads who did it", async () => {
  const [author, admin] = [await somebody(stack), await somebody(stack, { isAdmin: true })];
  const name = unique("moderated");
  await author.publishes(name);
  const here = await machine(stack.url, admin.token);
  expect(await here.document(VerifyResponse, ["admin", "verify", name])).toMatchObject({ verified: true });
  expect(await here.document(VerifyResponse, ["admin", "verify", name, "--undo"])).toMatchObject({ verified: false });
  await here.document(Done, ["admin", "takedown", name, "--reason", "Sends credentials away"]);
  await here.failure(4, ["info", name]);
  await here.document(Done, ["admin", "restore", name]);
  expect(await here.run(["info", name])).toMatchObject({ code: 0 });
  const { entries, page } = await here.document(AuditLog, [
    "admin",
    "audit",
    "--plugin",
    name,
    "--actor",
    admin.username,
  ]);
  expect(page).toBe(1);
  expect(entries.map(({ action }) => action)).toEqual([
    "plugin.restore",
    "plugin.takedown",
    "plugin.unverify",
    "plugin.verify",
  ]);
  const { stdout } = await here.run(["admin", "audit", "--plugin", name, "--action", "plugin.takedown"]);
  expect(stdout).toContain(`{"reason":"Sends credentials away"}`);
});

test("an account is suspended and let in again, by its username or its e-mail address", async () => {
  const [admin, person] = [await somebody(stack, { isAdmin: true }), await somebody(stack)];
  const here = await machine(stack.url, admin.token);
  const theirs = await machine(stack.url, person.token);
  const suspended = await here.document(SuspensionResponse, ["admin", "suspend", person.username]);
  expect(suspended).toMatchObject({ user_id: person.id, suspended_at: expect.any(String) });
  expect(await theirs.failure(3, ["whoami"])).toMatchObject({ code: "account_suspended" });
  await here.document(SuspensionResponse, ["admin", "unsuspend", person.email]);
  expect(await theirs.run(["whoami"])).toMatchObject({ code: 0 });
  await here.failure(4, ["admin", "suspend", person.username.slice(0, -1)]);
});

test("nobody else may", async () => {
  const here = await machine(stack.url, (await somebody(stack)).token);
  expect(await here.failure(3, ["admin", "verify", "auth-jwt"])).toMatchObject({ code: "admin_only" });
});
