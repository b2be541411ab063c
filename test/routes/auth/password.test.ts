import { expect, test } from "vitest";
import type { SessionResponse } from "#contract/accounts.ts";
import { shared } from "../../support/stack.ts";
import { expectError, pathsAtFault } from "../http/support.ts";
import { PASSWORD, registered, visitor } from "./support.ts";

const stack = shared();
const { sql } = stack;
const TIMEOUT_MS = 60_000;
const NEXT = "another horse battery";

const auditOf = (userId: string) =>
  sql`select action, user_id, details from audit_log where actor_id = ${userId} and action <> 'account.register'`;

test("changing the password ends every session but the one in the answer", { timeout: TIMEOUT_MS }, async () => {
  const { by, token, email, user_id, username } = await registered(stack);
  const other = (await (await by.logsIn({ email, password: PASSWORD })).json()) as SessionResponse;
  const response = await by.changesPassword(token, PASSWORD, NEXT);
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const session = (await response.json()) as SessionResponse;
  expect(session).toMatchObject({ user_id, username, token_type: "Bearer", access_token: session.token });

  for (const revoked of [token, other.token]) await expectError(await by.me(revoked), 401, "invalid_token");
  expect((await by.me(session.token)).status).toBe(200);
  expect((await by.logsIn({ email, password: PASSWORD })).status).toBe(401);
  expect((await by.logsIn({ email, password: NEXT })).status).toBe(200);
  expect(await auditOf(user_id)).toEqual([{ action: "account.change_password", user_id, details: {} }]);
});

test("a wrong current password changes nothing", { timeout: TIMEOUT_MS }, async () => {
  const { by, token, email, user_id } = await registered(stack);
  await expectError(await by.changesPassword(token, "wrong horse battery", NEXT), 401, "invalid_credentials");
  expect((await by.me(token)).status).toBe(200);
  expect((await by.logsIn({ email, password: PASSWORD })).status).toBe(200);
  expect(await auditOf(user_id)).toEqual([]);
});

test("of two changes at once, one wins", { timeout: TIMEOUT_MS }, async () => {
  const { by, token, email, user_id } = await registered(stack);
  const wanted = ["the first new password", "the second new password"];
  const responses = await Promise.all(wanted.map((password) => by.changesPassword(token, PASSWORD, password)));
  expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  const winner = responses.findIndex(({ status }) => status === 200);
  const { token: fresh } = (await responses[winner]!.json()) as SessionResponse;
  expect((await by.me(fresh)).status).toBe(200);
  expect((await by.logsIn({ email, password: wanted[winner] })).status).toBe(200);
  expect((await by.logsIn({ email, password: wanted[1 - winner] })).status).toBe(401);
  expect(await auditOf(user_id)).toHaveLength(1);
});

test("the new password keeps the rules of every password; who is not signed in is not even read", async () => {
  const { by, token } = await registered(stack);
  expect(await pathsAtFault(await by.changesPassword(token, PASSWORD, "short"))).toEqual(["new_password"]);
  expect(await pathsAtFault(await by.changesPassword(token, "", "x".repeat(73)))).toEqual([
    "current_password",
    "new_password",
  ]);
  const { request } = stack;
  await expectError(await request("/api/v1/auth/password", { json: {} }), 401, "authentication_required");
  const camel = await request("/api/v1/auth/password", { json: { currentPassword: "", newPassword: "" }, token });
  expect(await pathsAtFault(camel)).toEqual(["current_password", "new_password"]);
  expect((await visitor(stack).me(token)).status).toBe(200);
});
