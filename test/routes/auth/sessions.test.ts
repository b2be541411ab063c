import { describe, expect, test } from "vitest";
import { SESSION_SECONDS, signSession } from "#platform/session-tokens.ts";
import { publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { expectError } from "../http/support.ts";
import { registered, visitor } from "./support.ts";

const stack = shared();
const { jwtSecret, sql, request } = stack;

const nowSeconds = () => Math.floor(Date.now() / 1000);
const person = await somebody(stack);

test("a public read with a bad token is refused too, not served as if nobody had asked", async () => {
  await expectError(await request("/api/v1/plugins", { token: "garbage" }), 401, "invalid_token");
});

test("without a token the answer says to sign in, and how", async () => {
  const response = await request("/api/v1/auth/me");
  await expectError(response, 401, "authentication_required");
  expect(response.headers.get("www-authenticate")).toBe('Bearer realm="mockforge-registry"');
});

test("the scheme's case does not matter", async () => {
  const response = await request("/api/v1/auth/me", { headers: { authorization: `bEARER   ${person.token}` } });
  expect(response.status).toBe(200);
});

test("a token expires at its second and not before", async () => {
  const madeAt = (seconds: number) =>
    signSession(jwtSecret, { userId: person.id, sessionVersion: 0 }, new Date(seconds * 1000));
  const { token: alive } = await madeAt(nowSeconds() - SESSION_SECONDS + 60);
  const { token: dead } = await madeAt(nowSeconds() - SESSION_SECONDS);
  expect((await request("/api/v1/auth/me", { token: alive })).status).toBe(200);
  await expectError(await request("/api/v1/auth/me", { token: dead }), 401, "invalid_token");
});

test("signing out everywhere revokes every session of the account, at once, and nobody else's", async () => {
  const { by, token, email, password, user_id } = await registered(stack);
  const { token: another } = (await (await by.logsIn({ email, password })).json()) as { token: string };
  const response = await by.logsOutEverywhere(token);
  expect([response.status, await response.json()]).toMatchObject([200, { success: true }]);
  for (const revoked of [token, another]) await expectError(await by.me(revoked), 401, "invalid_token");
  await expectError(await by.logsOutEverywhere(token), 401, "invalid_token");
  expect((await by.me(person.token)).status).toBe(200);
  expect((await by.logsIn({ email, password })).status).toBe(200);
  const actions = await sql`select action from audit_log where actor_id = ${user_id} order by id`;
  expect(actions).toEqual([{ action: "account.register" }, { action: "account.logout_all" }]);
});

describe("a suspended account", () => {
  test("is refused at its next request, reads too, although its session is valid", async () => {
    const [suspect, admin] = [await somebody(stack), await somebody(stack, { isAdmin: true })];
    expect((await suspect.request("/api/v1/auth/me")).status).toBe(200);
    const suspend = await admin.request(`/api/v1/admin/users/${suspect.id}/suspend`, { method: "POST" });
    expect(suspend.status).toBe(200);

    const name = unique("suspended");
    const attempts = [
      suspect.request("/api/v1/auth/me"),
      suspect.request("/api/v1/plugins"),
      suspect.request("/api/v1/plugins/search", { json: {} }),
      suspect.request(`/dl/${name}/${name}-1.0.0.wasm`),
      suspect.request("/api/v1/plugins/publish", { json: await publishBody(name, "1.0.0") }),
      suspect.request("/api/v1/auth/logout-all", { method: "POST" }),
    ];
    for (const response of await Promise.all(attempts)) await expectError(response, 403, "account_suspended");
    expect(await sql`select name from plugins where name = ${name}`).toEqual([]);

    await admin.request(`/api/v1/admin/users/${suspect.id}/unsuspend`, { method: "POST" });
    expect((await suspect.request("/api/v1/auth/me")).status).toBe(200);
  });

  test("of an administrator administers nothing", async () => {
    const [fallen, admin] = [await somebody(stack, { isAdmin: true }), await somebody(stack, { isAdmin: true })];
    await admin.request(`/api/v1/admin/users/${fallen.id}/suspend`, { method: "POST" });
    const unsuspend = await fallen.request(`/api/v1/admin/users/${fallen.id}/unsuspend`, { method: "POST" });
    await expectError(unsuspend, 403, "account_suspended");
  });
});

test("a session says who somebody is, and the database what they may do", async () => {
  const demoted = await somebody(stack, { isAdmin: true });
  expect((await demoted.request("/api/v1/admin/stats")).status).toBe(200);
  await sql`update users set is_admin = false where id = ${demoted.id}`;
  await expectError(await demoted.request("/api/v1/admin/stats"), 403, "admin_only");
});

test("an account's own page is kept by no cache", async () => {
  const response = await visitor(stack).me(person.token);
  expect(response.headers.get("cache-control")).toBe("no-store");
});
