import bcrypt from "bcryptjs";
import { describe, expect, test } from "vitest";
import type { SessionResponse } from "#contract/accounts.ts";
import { shared } from "../../support/stack.ts";
import { countOf, expectError, pathsAtFault } from "../http/support.ts";
import { newAccount, PASSWORD, registered, visitor } from "./support.ts";

const stack = shared();
const { sql } = stack;
const DAY_MS = 86_400_000;

test("a new account is signed in at once, for 30 days", async () => {
  const account = newAccount();
  const response = await visitor(stack).registers(account);
  expect(response.status).toBe(201);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const session = (await response.json()) as SessionResponse;
  expect(Object.keys(session).toSorted()).toEqual(
    ["access_token", "expires_at", "token", "token_type", "user_id", "username"].toSorted(),
  );
  expect(session).toMatchObject({ token_type: "Bearer", username: account.username, access_token: session.token });
  const lifetime = Date.parse(session.expires_at) - Date.now();
  expect(Math.abs(lifetime - 30 * DAY_MS)).toBeLessThan(60_000);

  const me = await visitor(stack).me(session.token);
  expect([me.status, await me.json()]).toEqual([
    200,
    {
      user_id: session.user_id,
      username: account.username,
      email: account.email,
      is_admin: false,
      is_official: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    },
  ]);
});

test("the password is kept as bcrypt of cost 12, and leaves one audit row without it", async () => {
  const { user_id, email } = await registered(stack);
  const [user] = await sql<{ password_hash: string; is_admin: boolean }>`select * from users where id = ${user_id}`;
  expect(user?.password_hash).toMatch(/^\$2[ab]\$12\$[./A-Za-z0-9]{53}$/);
  expect(await bcrypt.compare(PASSWORD, user!.password_hash)).toBe(true);
  expect(user?.is_admin).toBe(false);
  const log = await sql`select action, actor_id, user_id, plugin_id, details from audit_log where user_id = ${user_id}`;
  expect(log).toEqual([{ action: "account.register", actor_id: user_id, user_id, plugin_id: null, details: {} }]);
  expect(JSON.stringify(log)).not.toContain(email);
});

test("nobody can register what an account may not choose about itself", async () => {
  const response = await visitor(stack).registers({ ...newAccount(), is_admin: true, isOfficial: true, user_id: "x" });
  const { user_id } = (await response.json()) as SessionResponse;
  expect(await sql`select is_admin, is_official from users where id = ${user_id}`).toEqual([
    { is_admin: false, is_official: false },
  ]);
});

test("everything wrong is said at once", async () => {
  const { registers } = visitor(stack);
  expect(await pathsAtFault(await registers({}))).toEqual(["email", "password", "username"]);
  const wrong = { username: "-x", email: "not an address", password: "short" };
  expect(await pathsAtFault(await registers(wrong))).toEqual(["email", "password", "username"]);
  expect(await pathsAtFault(await registers({ username: 1, email: [], password: {} }))).toEqual([
    "email",
    "password",
    "username",
  ]);
});

describe("refused with 400, named by its field, and nothing is written:", () => {
  test.each([
    ["username", "two letters", "ab"],
    ["username", "40 letters", "a".repeat(40)],
    ["username", "an underscore first", "_abc"],
    ["username", "a space", "a b c"],
    ["username", "letters outside ASCII", "jürgen"],
    ["username", "NUL", "abc\0def"],
    ["email", "no host", "somebody@"],
    ["email", "two addresses", "a@example.com,b@example.com"],
    ["email", "a line break", "a@example.com\nbcc: b@example.com"],
    ["email", "NUL", "a\0@example.com"],
    ["email", "more than 254 characters", `${"a".repeat(250)}@example.com`],
    ["password", "7 characters", "1234567"],
    ["password", "7 characters of two units each", "😀".repeat(7)],
    ["password", "NUL", "before\0after, long"],
    ["password", "a lone surrogate", "correct horse \ud800"],
    ["password", "73 bytes", "x".repeat(73)],
    ["password", "73 bytes in 37 characters", `${"é".repeat(36)}x`],
    ["password", "null", null],
  ] as const)("%s: %s", async (field, _what, value) => {
    const account = { ...newAccount(), [field]: value };
    expect(await pathsAtFault(await visitor(stack).registers(account))).toEqual([field]);
    // What has a NUL cannot even be asked for.
    if (field !== "username") {
      expect(await sql`select id from users where username = ${account.username}`).toEqual([]);
    }
  });
});

test("a password of 8 characters and one of exactly 72 bytes are welcome, and every byte of it counts", async () => {
  const by = visitor(stack);
  const longest = newAccount({ password: "é".repeat(36) });
  expect((await by.registers(newAccount({ password: "😀".repeat(8) }))).status).toBe(201);
  expect((await by.registers(longest)).status).toBe(201);
  expect((await by.logsIn({ email: longest.email, password: `${"é".repeat(35)}e` })).status).toBe(401);
  expect((await by.logsIn(longest)).status).toBe(200);
});

test("a username is taken whatever its case, and the answer says which field it is", async () => {
  const first = await registered(stack);
  const sameName = newAccount({ username: first.username.toUpperCase() });
  await expectError(await visitor(stack).registers(sameName), 409, "username_taken");
  expect(await sql`select id from users where email = ${sameName.email}`).toEqual([]);
});

test("an e-mail address is one account, however it is typed", async () => {
  const { by, email } = await registered(stack);
  const typed = `  ${email.toUpperCase()} `;
  await expectError(await by.registers(newAccount({ email: typed })), 409, "email_taken");
  expect((await by.logsIn({ email: typed, password: PASSWORD })).status).toBe(200);
});

test("of 20 who register one username at once, one gets it, and nobody a server error other than 'busy'", async () => {
  const { username } = newAccount();
  const responses = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const cased = index % 2 === 0 ? username : username.toUpperCase();
      return visitor(stack).registers({ ...newAccount(), username: cased });
    }),
  );
  const answers = await Promise.all(
    responses.map(async (response) => {
      const body = (await response.json()) as { code?: string };
      if (response.status === 503) expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
      return `${response.status} ${body.code ?? ""}`.trim();
    }),
  );
  expect(countOf(answers, "201")).toBe(1);
  expect(new Set(answers)).toEqual(
    new Set(["201", "409 username_taken", ...(answers.includes("503 busy") ? ["503 busy"] : [])]),
  );
  expect(await sql`select count(*)::int as accounts from users where lower(username) = lower(${username})`).toEqual([
    { accounts: 1 },
  ]);
});
